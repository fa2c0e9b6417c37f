#!/usr/bin/env bash
# Judges right, wrong and too slow submissions to one challenge in four languages, and shows what codementor says.
# Exit codes: 0 every verdict is the expected one, 1 one is not, 4 there is nothing to show.
# usage: .ci/demo.sh [CHALLENGE]
set -euo pipefail
cd "$(dirname "$0")/.."

readonly challenge=${1:-equal-trays}
readonly submissions=challenges/$challenge/submissions
readonly languages=(py js cpp java)
shown_count=0
surprise_count=0
left_out_count=0

# judge FOLDER WORDS EXIT_CODE: judges one submission a language from FOLDER, and compares verdict and exit code.
judge() {
    local folder=$1 words=$2 expected_code=$3 ending file output code
    for ending in "${languages[@]}"; do
        # The first one by name is enough.
        for file in "$submissions/$folder"/*."$ending"; do break; done
        [ -e "$file" ] || continue
        printf '\n$ codementor test %s --challenge %s --fail-fast --no-record\n' "$file" "$challenge"
        code=0
        output=$(.venv/bin/codementor test "$file" --challenge "$challenge" --fail-fast --no-record) || code=$?
        if [ "$code" = 4 ]; then # as said on stderr: without Docker, a language may be missing
            left_out_count=$((left_out_count + 1))
            continue
        fi
        printf '%s\n' "$output"
        shown_count=$((shown_count + 1))
        if [ "$code" != "$expected_code" ] || ! grep --quiet --ignore-case "$words" <<< "$output"; then
            printf '!!! expected: %s, exit code %s; the exit code is %s\n' "$words" "$expected_code" "$code"
            surprise_count=$((surprise_count + 1))
        fi
    done
}

judge accepted accepted 0
judge wrong_answer "wrong answer" 1
judge time_limit_exceeded "time limit exceeded" 1

if [ "$shown_count" = 0 ]; then
    echo "Nothing could be judged from $submissions; \`.venv/bin/codementor doctor\` says what is missing." >&2
    exit 4
fi
printf '\n%s submissions judged, %s with another verdict than expected, %s left out.\n' \
    "$shown_count" "$surprise_count" "$left_out_count"
[ "$surprise_count" = 0 ]
