import pandas as pd

from edgeanomaly_nb import Windows


def test_columns_of_bool_beside_numbers_are_0_and_1():
    windows = Windows(pd.DataFrame({"a": [True, False], "b": [1, 2]}))
    assert windows.features.tolist() == [[1, 1], [0, 2]]
