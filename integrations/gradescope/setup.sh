#!/usr/bin/env bash
# Run once by Gradescope, when the autograder's image is built. The zip holds this file, run_autograder, a folder
# `codementor` (a checkout) and a folder `assignment` (assignment.yaml and its challenges).
set -euo pipefail
source=${AUTOGRADER_SOURCE:-/autograder/source}
apt-get update
DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends python3 python3-venv git bubblewrap
python3 -m venv "$source/venv"
"$source/venv/bin/pip" install --quiet --disable-pip-version-check "$source/codementor"
