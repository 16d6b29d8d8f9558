"""The panel for scores: windows on two axes, their distribution, and which axis was odd."""
