#!/bin/sh
# Shows again that the simulation finds every planted fault, in up to that many runs each: tck/planted-faults.sh 2000
# Prints the table, which is left in tck/target/planted-faults.md.
set -eu
cd "$(dirname "$0")/.."
status=0
./mvnw -B -q -pl tck -am test -Dtest=PlantedFaultsTest -DfailIfNoTests=false -Dsurefire.failIfNoSpecifiedTests=false \
    -Ddatasave.faults.seeds="${1:-2000}" </dev/null || status=$?
cat tck/target/planted-faults.md
exit "$status"
