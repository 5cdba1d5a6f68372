# Sourced by the commands in this folder: finds Python, makes .venv, installs what the lock says.
# Nothing is installed again while the lock stays the same.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}"

find_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3.11 python3.12 python3.13 python3; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 || continue
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  echo "Banyan needs Python 3.11 or newer; none was found." >&2
  exit 1
}

# install NAME…: makes the environment hold requirements/NAME.txt, all of them.
install() {
  local stamp=".venv/installed-$(echo "$*" | tr ' ' '-')" lock=() name
  for name in "$@"; do lock+=("requirements/$name.txt"); done
  if [ -x .venv/bin/python ] && [ -f "$stamp" ] && [ "$(cat "${lock[@]}" | cksum)" = "$(cat "$stamp")" ]; then
    return
  fi
  [ -x .venv/bin/python ] || {
    echo "Making the environment in .venv …"
    "$(find_python)" -m venv .venv || {
      echo "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv" >&2
      exit 1
    }
  }
  echo "Installing ($*) …"
  for name in "${lock[@]}"; do
    if command -v uv >/dev/null 2>&1; then
      uv pip install --quiet --python .venv/bin/python --require-hashes --no-deps -r "$name"
    else
      .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r "$name"
    fi
  done
  cat "${lock[@]}" | cksum > "$stamp"
}

# Catalogues are compiled by Babel, so that no system tool is needed.
compile_catalogues() {
  local source
  for source in src/banyan/locale/*/LC_MESSAGES/*.po; do
    if [ ! -f "${source%.po}.mo" ] || [ "$source" -nt "${source%.po}.mo" ]; then
      .venv/bin/pybabel --quiet compile --use-fuzzy -i "$source" -o "${source%.po}.mo"
    fi
  done
}
