import pytest

from engine.errors import UsageError
from engine.rulebook.files import bundled_root
from engine.rulebook.loader import model_for
from engine.rulebook.scaffold import KINDS, scaffold
from engine.rulebook.schema import SCHEMAS, schema_text, write_schemas
from engine.rulebook.yaml_text import parse_yaml


@pytest.mark.parametrize("what", KINDS)
def test_every_template_is_a_file_the_loader_takes(what, tmp_path):
    file = scaffold(what, "mau-thu", tmp_path)
    model = model_for(file.relative_to(tmp_path).as_posix())
    value = model.model_validate(parse_yaml(file.read_text(encoding="utf-8")).value)
    assert value.id == "mau-thu"


def test_a_file_is_never_overwritten(tmp_path):
    scaffold("pack", "mau-thu", tmp_path)
    with pytest.raises(UsageError):
        scaffold("pack", "mau-thu", tmp_path)


@pytest.mark.parametrize("name", ["Mẫu", "a b", "../x", "", "a--b"])
def test_an_id_that_cannot_be_one_is_refused(name, tmp_path):
    with pytest.raises(UsageError) as caught:
        scaffold("pack", name, tmp_path)
    assert "gạch nối" in caught.value.advice


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_committed_schema_is_the_models_own(name):
    committed = bundled_root() / "rules" / "schema" / f"{name}.schema.json"
    assert committed.read_text(encoding="utf-8") == schema_text(name)


def test_schemas_can_be_written_anywhere(tmp_path):
    assert len(write_schemas(tmp_path / "schema")) == len(SCHEMAS)
