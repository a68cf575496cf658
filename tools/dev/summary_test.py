"""The counts of every runner are read from its own words."""
import unittest

from summary import FAILED_LINES, count, failures

CTEST = """\
1: [  PASSED  ] 12 tests.
1: [  SKIPPED ] 2 tests, listed below:
1/4 Test #1: store ............................   Passed    0.01 sec
2: [  PASSED  ] 5 tests.
2: [  FAILED  ] 3 tests, listed below:
2:  3 FAILED TESTS
2/4 Test #2: watch ............................***Failed    0.15 sec
3/4 Test #3: tidy .............................   Passed    0.14 sec
4/4 Test #4: crash ............................***Exception: SegFault  0.1 sec
50% tests passed, 2 tests failed out of 4
"""


class Summary(unittest.TestCase):
    def test_ctest_counts_cases_and_a_crash_as_one(self):
        self.assertEqual(count(CTEST.splitlines()), (18, 4, 2, ["50% tests passed, 2 tests failed out of 4"]))

    def test_a_test_program_that_dies_after_passing_cases_has_failed(self):
        lines = ["7: [  PASSED  ] 3 tests.", "1/1 Test #7: leak ....***Failed    0.15 sec"]
        self.assertEqual(count(lines)[:2], (3, 1))

    def test_a_test_program_that_skips_itself_has_not_failed(self):
        self.assertEqual(count(["18/19 Test #19: api_test_postgres ..........***Skipped   0.00 sec"])[:3], (0, 0, 1))

    def test_vitest_and_node(self):
        self.assertEqual(count(["      \x1b[2mTests \x1b[22m 1 failed | 7 passed | 2 skipped (10)"])[:3], (7, 1, 2))
        self.assertEqual(count(["ℹ tests 6", "ℹ pass 4", "ℹ fail 1", "ℹ skipped 1"])[:3], (4, 1, 1))
        self.assertEqual(count(["# pass 4", "# fail 0"])[:2], (4, 0))

    def test_a_failed_case_says_why_without_the_words_of_others(self):
        lines = ["1: [ RUN      ] Crash.Full", "2: [ RUN      ] Paper.Prints", "1: crash_test.cpp:9: Failure", "2: fine",
                 "2: [       OK ] Paper.Prints (3 ms)", "1: [  FAILED  ] Crash.Full (12 ms)", "1: [  FAILED  ] Crash.Full"]
        self.assertEqual(failures(lines), ["Crash.Full failed:\n1: crash_test.cpp:9: Failure"])

    def test_a_failed_case_with_parameters_and_much_to_say(self):
        lines = ["1: [ RUN      ] All/Kinds.Read/0", *(f"1: line {i}" for i in range(100)),
                 "1: [  FAILED  ] All/Kinds.Read/0, where GetParam() = 7 (12 ms)"]
        told = failures(lines)[0].splitlines()
        self.assertEqual((len(told), told[-1]), (FAILED_LINES + 1, "1: line 99"))

    def test_a_program_that_dies_in_a_case_failed_there(self):
        lines = ["4: [ RUN      ] Store.Opens", "4: AddressSanitizer", "3/4 Test #4: store ....***Exception: SegFault  0.1 sec"]
        self.assertEqual(failures(lines), ["Store.Opens failed:\n4: AddressSanitizer"])

    def test_fuzzers(self):
        self.assertEqual(count(["fuzz: csv ok, 31 inputs found, 20 runs", "fuzz: xlsx FAILED"])[:2], (1, 1))

    def test_other_lines_count_nothing(self):
        self.assertEqual(count(["all 100 tests", "Passed", "10 passed"]), (0, 0, 0, []))


if __name__ == "__main__":
    unittest.main()
