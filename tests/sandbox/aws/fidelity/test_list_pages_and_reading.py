"""How lists are paged, how long their changes take in the slow profile, and how their objects are read.

Evidence marks as in the table of errors; `doc`, AWS's own guide; `assumed` where neither shows it.
"""

import json

import pytest


def statuses(lists, found, count):
    return [lists.get(found)["Status"] for _ in range(count)]


class TestPages:
    def test_an_empty_list_has_a_null_token(self, lists, raw):
        """wire"""
        _, _, body = raw("GET", lists.path())

        assert json.loads(body) == {lists.ids_name[0].lower() + lists.ids_name[1:]: [], "nextToken": None}

    def test_ids_ascend_and_the_token_is_the_last_id_until_the_true_last_page(self, intel, raw):
        """wire"""
        made = sorted(intel.create(f"list {number}") for number in range(4))

        pages, token = [], ""
        for _ in range(2):
            query = f"maxResults=2&nextToken={token}" if token else "maxResults=2"
            _, _, body = raw("GET", f"{intel.path()}?{query}")
            page = json.loads(body)
            pages.append(page["threatIntelSetIds"])
            token = page["nextToken"]
            assert token in (made[1], None)

        assert pages == [made[:2], made[2:]]
        assert token is None

    def test_botocores_paginator_sees_every_list_once(self, intel):
        """botocore: the kinds of lists have paginators"""
        made = {intel.create(f"list {number}") for number in range(5)}
        pages = intel.scene.guardduty.get_paginator("list_threat_intel_sets").paginate(
            DetectorId=intel.scene.detector, PaginationConfig={"PageSize": 2}
        )

        found = [one for page in pages for one in page["ThreatIntelSetIds"]]

        assert sorted(found) == sorted(made)

    @pytest.mark.parametrize("size", [1, 50])
    def test_the_bounds_of_a_page_are_allowed(self, size, intel):
        """wire"""
        made = sorted(intel.create(f"list {number}") for number in range(2))

        found = intel.listed(MaxResults=size)

        assert found["ThreatIntelSetIds"] == made[:size]
        assert found.get("NextToken") == (made[0] if size == 1 else None)


class TestSlowProfile:
    @pytest.fixture(autouse=True)
    def slow(self, sandbox):
        sandbox.control.switch(profile="slow", polls=2)

    def test_activation_takes_polls(self, lists):
        """doc"""
        found = lists.create(location=lists.scene.put_list(), activate=True)

        assert statuses(lists, found, 4) == ["ACTIVATING", "ACTIVATING", "ACTIVE", "ACTIVE"]

    def test_deactivation_takes_polls(self, lists):
        """doc"""
        found = lists.create(location=lists.scene.put_list())
        lists.scene.sandbox.control.set_status(found, "ACTIVE")

        lists.update(found, Activate=False)

        assert statuses(lists, found, 3) == ["DEACTIVATING", "DEACTIVATING", "INACTIVE"]

    def test_an_activation_under_way_can_be_taken_back(self, lists):
        """assumed"""
        found = lists.create(location=lists.scene.put_list(), activate=True)

        lists.update(found, Activate=False)

        assert statuses(lists, found, 3) == ["DEACTIVATING", "DEACTIVATING", "INACTIVE"]

    def test_deletion_takes_polls_and_keeps_the_tags_till_then(self, lists):
        """doc: Delete Pending"""
        found = lists.create(Tags={"a": "b"})

        lists.delete(found)

        seen = [lists.get(found) for _ in range(3)]
        assert [one["Status"] for one in seen] == ["DELETE_PENDING", "DELETE_PENDING", "DELETED"]
        assert [one["Tags"] for one in seen] == [{"a": "b"}, {"a": "b"}, {}]
        assert lists.listed()[lists.ids_name] == []

    def test_seconds_of_the_sandboxs_clock_end_it_too(self, lists):
        control = lists.scene.sandbox.control
        control.switch(seconds=900)
        found = lists.create(location=lists.scene.put_list(), activate=True)

        before = statuses(lists, found, 3)
        control.advance(899)
        still = lists.get(found)["Status"]
        control.advance(2)

        assert (before, still) == (["ACTIVATING"] * 3, "ACTIVATING")
        assert lists.get(found)["Status"] == "ACTIVE"


class TestReading:
    def test_a_file_of_35_megabytes_is_the_largest(self, intel, refused):
        """doc: 35 MB, not adjustable"""
        line = "198.51.100.1\n"
        count = 35 * 1024 * 1024 // len(line) // 2000
        body = (line.strip() + " " * (len(line) * 2000 - len(line)) + "\n") * count
        room = 35 * 1024 * 1024 - len(body)
        found = intel.create(location=intel.scene.put_list(body + " " * room), activate=True)
        intel.scene.put_list(body + " " * (room + 1))

        assert intel.get(found)["Status"] == "ACTIVE"
        assert refused(intel.update, list_id=found, Activate=True).code == "InternalServerErrorException"
        assert intel.get(found)["Status"] == "ERROR"

    @pytest.mark.parametrize(("kind", "most"), [("threatintelset", 250_000), ("ipset", 2_000)])
    def test_entries_are_bounded_for_ip_lists(self, kind, most, make_lists, refused):
        """doc: quotas"""
        lists = make_lists(kind)
        found = lists.create(location=lists.scene.put_list("1.1.1.1\n" * most), activate=True)
        lists.scene.put_list("1.1.1.1\n" * (most + 1))

        assert lists.get(found)["Status"] == "ACTIVE"
        refused(lists.update, list_id=found, Activate=True)
        assert lists.get(found)["Status"] == "ERROR"

    @pytest.mark.parametrize(
        ("form", "body", "entries"),
        [
            ("TXT", "198.51.100.1\n\n203.0.113.0/24\n", 2),
            ("TXT", "", 0),
            ("OTX_CSV", "Indicator type,Indicator,Description\nIPv4,198.51.100.1,x\n", 1),
            ("PROOF_POINT", "ip, category, score, first_seen, last_seen, ports\n198.51.100.1, 1, 2, , ,\n", 1),
            ("FIRE_EYE", "reportId,sourceIp,ip,cidr\n1,198.51.100.1,,\n2,,198.51.100.2,\n", 2),
            ("ALIEN_VAULT", "198.51.100.1#4#2#Malicious Host#US##37.0,-122.0#3\n", 1),
            ("STIX", "<a><cybox:Address_Value condition='Equals'>x</cybox:Address_Value><Address_Value>y</A></a>", 2),
            ("OTX_CSV", "", 0),
        ],
    )
    def test_entries_are_counted_by_format(self, form, body, entries, intel):
        """layouts as vendors document them"""
        intel.create(location=intel.scene.put_list(body), Format=form, activate=True)

        assert intel.scene.sandbox.control.state()["lists"][0]["entries"] == entries
