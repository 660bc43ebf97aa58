# What the scripts share: a temporary folder, packages from the Maven repository, one Java source, and a comparison with what was seen.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/lib" "$work/src"

newest_jdk() {
  if [ -n "${JAVA_HOME:-}" ]; then
    echo "$JAVA_HOME"
    return
  fi
  local found
  found=$(ls -d /usr/lib/jvm/*/bin/javac "$HOME"/.sdkman/candidates/java/*/bin/javac 2>/dev/null | while read -r javac; do
    echo "$("$javac" -version 2>&1 | grep -o '[0-9]\+' | head -1) ${javac%/bin/javac}"
  done | sort -n | tail -1 | cut -d' ' -f2)
  echo "${found:?found no JDK, expected JAVA_HOME}"
}
jdk=$(newest_jdk)

# packages GROUP:ARTIFACT:VERSION... : fetches them, and what they need, into lib
packages() {
  {
    echo '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
    echo '<groupId>finding</groupId><artifactId>finding</artifactId><version>1</version><dependencies>'
    local each
    for each in "$@"; do
      IFS=: read -r group artifact version <<<"$each"
      echo "<dependency><groupId>$group</groupId><artifactId>$artifact</artifactId><version>$version</version></dependency>"
    done
    echo '</dependencies></project>'
  } >"$work/pom.xml"
  JAVA_HOME=$jdk "$here/../mvnw" -B -q -f "$work/pom.xml" dependency:copy-dependencies -DoutputDirectory="$work/lib" </dev/null
}

# compiled INTO : compiles the sources in src
compiled() {
  "$jdk/bin/javac" -nowarn -d "$work/$1" -cp "$work/lib/*" "$work"/src/*.java
}

# java_of CLASSES MAIN ARGUMENTS... : runs a compiled class; warnings of the JVM about native access and unsafe memory are left out
java_of() {
  local classes=$1
  shift
  "$jdk/bin/java" --enable-native-access=ALL-UNNAMED --add-opens=java.base/java.util=ALL-UNNAMED --add-opens=java.base/java.lang=ALL-UNNAMED \
    -cp "$work/$classes:$work/lib/*" "$@" 2> >(grep -v '^WARNING' >&2)
}

# expect NAME : compares standard input with what follows "# Seen:" in the head of the script
expect() {
  local seen
  seen=$(sed -n '/^# Seen:/,/^$/p' "$0" | sed -n 's/^#   //p')
  local found
  found=$(cat)
  if [ "$found" = "$seen" ]; then
    echo "$(basename "$0"): as seen before"
    echo "$found"
  else
    echo "$(basename "$0"): found something else" >&2
    diff <(echo "$seen") <(echo "$found") >&2 || true
    exit 1
  fi
}
