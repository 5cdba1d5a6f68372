"""Loading the code lists that ship with Banyan, and folders of our own."""

import datetime
import io
import shutil

import pytest
from django.core.management import CommandError, call_command

from banyan.core.models import AuditEntry
from banyan.taxonomy.domain.schemes import DATA, CodeListIsMalformed, load_code_lists
from banyan.taxonomy.models import Concept, Place, Scheme

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 11, 21, 9, 0, tzinfo=datetime.UTC)
LATER = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)

SIZES = {
    "countries": 250,
    "provinces_vn": 34,
    "former_provinces_vn": 29,
    "provinces_cn": 34,
    "cities": 62,
    "place_names": 0,
    "legal_forms": 41,
    "registration_states": 4,
    "ecosoc_statuses": 3,
    "sdg": 17,
    "icnptso": 62,
    "abroad_problems": 15,
    "registers": 21,
}


@pytest.fixture
def folder(tmp_path):
    """Our lists, copied, for a test to change."""
    return shutil.copytree(DATA, tmp_path / "data")


def change(folder, file, old, new):
    """Replace one text that stands exactly once in a file of the folder."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_first_load_adds_every_entry():
    counts = load_code_lists(now=NOW)
    assert {each.code: each.added for each in counts.lists} == SIZES
    assert (counts.added, counts.changed, counts.retired, counts.unchanged) == (572, 0, 0, 0)
    assert (Concept.objects.count(), Place.objects.count(), Scheme.objects.count()) == (163, 409, 13)


def test_second_load_changes_nothing():
    load_code_lists(now=NOW)
    counts = load_code_lists(now=LATER)
    assert (counts.added, counts.changed, counts.retired, counts.unchanged) == (0, 0, 0, 572)
    assert set(Scheme.objects.values_list("loaded_at", flat=True)) == {NOW}
    assert AuditEntry.objects.filter(key="taxonomy.code_list.loaded", at=LATER).count() == 0


def test_load_is_in_the_log_once_per_list():
    load_code_lists(now=NOW)
    assert AuditEntry.objects.filter(key="taxonomy.code_list.loaded", at=NOW).count() == 13


def test_changed_label_is_changed_and_counted(folder):
    load_code_lists(now=NOW)
    change(folder, "ecosoc_statuses.csv", "名册咨商地位", "名录咨商地位")
    counts = load_code_lists(now=LATER, folder=folder)
    assert (counts.added, counts.changed, counts.retired) == (0, 1, 0)
    assert Concept.objects.get(scheme__code="ecosoc_statuses", code="roster").label_zh == "名录咨商地位"
    assert Scheme.objects.get(code="ecosoc_statuses").loaded_at == LATER
    assert Scheme.objects.get(code="sdg").loaded_at == NOW


def test_entry_that_left_its_file_is_retired_and_may_return(folder):
    path = folder / "registration_states.csv"
    whole = path.read_text(encoding="utf-8")
    load_code_lists(now=NOW)
    path.write_text("".join(whole.splitlines(keepends=True)[:-1]), encoding="utf-8")
    assert load_code_lists(now=LATER, folder=folder).retired == 1
    assert Concept.objects.get(scheme__code="registration_states", code="unknown").is_active is False
    assert load_code_lists(now=LATER, folder=folder).retired == 0
    path.write_text(whole, encoding="utf-8")
    assert load_code_lists(now=LATER, folder=folder).changed == 1
    assert Concept.objects.get(scheme__code="registration_states", code="unknown").is_active is True


def test_centre_may_choose_the_names_of_a_place(folder):
    path = folder / "place_names.csv"
    path.write_text("code,name_vi,name_zh,name_en,reason\nAU,Úc,澳洲,Australia,as our members say\n", "utf-8")
    load_code_lists(now=NOW, folder=folder)
    assert Place.objects.get(code="AU").name_zh == "澳洲"


@pytest.mark.parametrize(
    ("file", "old", "new", "where", "reason"),
    [
        ("ecosoc_statuses.csv", "特别咨商地位", "", 3, "label_zh is empty"),
        ("ecosoc_statuses.csv", "special,", "general,", 3, "the code general stands twice"),
        ("ecosoc_statuses.csv", "roster,,", "roster,", 4, "7 cells where 8 are needed"),
        ("place_names.csv", "name_vi,", "", 1, "the columns must be code,name_vi,name_zh,name_en,reason"),
        ("sdg.csv", "\n17,,", "\n17,18,", 18, "no row above has the code 18"),
        ("provinces_vn.csv", "21.0,105.8", "210,105.8", 2, "the point is not on earth"),
        ("provinces_vn.csv", "21.0,105.8", "NaN,105.8", 2, "the point is not on earth"),
        (
            "provinces_vn.csv",
            "21.0,105.8",
            "north,105.8",
            2,
            "latitude and longitude must be decimal degrees",
        ),
        ("provinces_vn.csv", "21.0,105.8", ",105.8", 2, "a point needs both latitude and longitude"),
        ("provinces_cn.csv", "CN-BJ,", "VN-HN,", 2, "another list of places has the code VN-HN"),
        ("countries.csv", "\nZW", "\nQQ", 251, "CLDR has no name in vi for QQ"),
        ("manifest.toml", 'file = "sdg.csv"\n', "", 0, "sdg lacks file"),
        ("manifest.toml", 'code = "sdg"', 'code = "icnptso"', 0, "icnptso is named twice"),
    ],
)
def test_broken_file_is_refused_with_its_place_and_stores_nothing(folder, file, old, new, where, reason):
    change(folder, file, old, new)
    with pytest.raises(CodeListIsMalformed) as refusal:
        load_code_lists(now=NOW, folder=folder)
    assert (refusal.value.file, refusal.value.line, refusal.value.reason) == (file, where, reason)
    assert (Scheme.objects.count(), Concept.objects.count(), Place.objects.count()) == (0, 0, 0)


def test_missing_file_is_refused(folder):
    (folder / "sdg.csv").unlink()
    with pytest.raises(CodeListIsMalformed, match=r"^sdg\.csv: the file is missing$"):
        load_code_lists(now=NOW, folder=folder)


def test_file_that_is_not_utf8_is_refused_with_its_line(folder):
    path = folder / "sdg.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    lines[2] = "2,,Không còn nạn đói,零饥饿,Zero hunger,,,our_wording\n".encode("gb18030")
    path.write_bytes(b"".join(lines))
    with pytest.raises(CodeListIsMalformed) as refusal:
        load_code_lists(now=NOW, folder=folder)
    assert (refusal.value.file, refusal.value.line, refusal.value.reason) == ("sdg.csv", 3, "it is not UTF-8")


def test_command_prints_what_it_did_and_says_plainly_what_is_wrong(folder):
    out = io.StringIO()
    call_command("load_code_lists", stdout=out)
    assert out.getvalue().splitlines()[-1] == "code lists: 572 added, 0 changed, 0 retired, 0 unchanged"
    out = io.StringIO()
    call_command("load_code_lists", stdout=out)
    assert out.getvalue() == "code lists: 0 added, 0 changed, 0 retired, 572 unchanged\n"
    change(folder, "sdg.csv", "Zero hunger", "")
    with pytest.raises(CommandError, match=r"^sdg\.csv, line 3: label_en is empty$"):
        call_command("load_code_lists", folder=folder)
