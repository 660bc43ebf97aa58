#!/usr/bin/env bash
# Runs all findings, one after the other; fails if one of them no longer holds.
cd "$(dirname "${BASH_SOURCE[0]}")"
failed=0
for each in *.sh; do
  [ "$each" = all.sh ] || ./"$each" || failed=1
done
exit $failed
