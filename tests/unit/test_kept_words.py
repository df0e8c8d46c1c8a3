"""Words typed outside of a complaint come back after a crash; a broken file costs them, and nothing else."""

from app.kept_words import KeptWords


def test_what_is_written_is_read_by_that_person_alone(tmp_path):
    kept = KeptWords(tmp_path, "sup1")
    kept.write({"note": "木兰苑 21 点前回电\n𬭎先生家有病人", "remarks": "  \n"})
    assert dict(KeptWords(tmp_path, "sup1").read()) == {"note": "木兰苑 21 点前回电\n𬭎先生家有病人"}
    assert not KeptWords(tmp_path, "sup2").read()
    kept.write({})
    assert not kept.read()


def test_a_broken_file_is_no_words(tmp_path):
    kept = KeptWords(tmp_path, "sup1")
    for broken in ('{"note": "木兰', '["note"]', '{"note": 7}', "\udcff"):
        (tmp_path / "words-sup1.json").write_bytes(broken.encode("utf-8", "surrogateescape"))
        assert not kept.read()
