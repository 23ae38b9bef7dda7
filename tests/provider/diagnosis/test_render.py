from pulumi_guardduty.diagnosis import Code, Finding, Severity, render, render_warnings


ONE = Finding(Code.BUCKET_MISSING, "bucket 'a' does not exist; create it")
TWO = Finding(Code.KEY_MISSING, "key 'k' does not exist; create it")
GAP = Finding(Code.KEY_UNREAD, "whether key 'k' exists could not be read (denied)", Severity.UNKNOWN)
GAP_TWO = Finding(Code.BUCKET_UNREAD, "whether bucket 'a' exists could not be read (denied)", Severity.UNKNOWN)
WARNING = Finding(Code.KEY_POLICY_OPEN, "the policy of key 'k' is open", Severity.WARNING)
WARNING_TWO = Finding(Code.BUCKET_POLICY_OPEN, "the policy of bucket 'a' is open", Severity.WARNING)


def test_one_error_stands_for_itself():
    assert render([ONE, WARNING]) == "bucket 'a' does not exist; create it"


def test_several_errors_are_numbered():
    assert render([ONE, TWO]) == "(1) bucket 'a' does not exist; create it; (2) key 'k' does not exist; create it"


def test_what_could_not_be_read_comes_behind_the_errors():
    assert render([ONE, GAP]) == (
        "bucket 'a' does not exist; create it; besides, not all could be read: whether key 'k' exists could not "
        "be read "
        "(denied)"
    )


def test_gaps_alone_are_no_cause_and_are_said():
    assert render([GAP, GAP_TWO]) == (
        "no cause was found in what could be read, and not all could: (1) whether key 'k' exists could not be read "
        "(denied); (2) whether bucket 'a' exists could not be read (denied)"
    )


def test_where_nothing_is_wrong_the_remaining_causes_are_named():
    sentence = (
        "no cause was found in the bucket, the key and their policies; if they are only just made or changed, AWS may "
        "still be spreading them, else look for a resource control policy of the organization that denies GuardDuty"
    )

    assert render([]) == sentence
    assert render([WARNING]) == sentence


def test_warnings_are_said_apart():
    assert render_warnings([ONE, GAP]) == ""
    assert render_warnings([ONE, WARNING]) == "the policy of key 'k' is open"
    assert render_warnings([WARNING, WARNING_TWO]) == (
        "(1) the policy of key 'k' is open; (2) the policy of bucket 'a' is open"
    )
