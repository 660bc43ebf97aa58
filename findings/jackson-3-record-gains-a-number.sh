#!/usr/bin/env bash
# Jackson 3.0.2, 3.0.3 and 3.2.0 (tools.jackson.core:jackson-databind) beside Jackson 2.22.1, default mappers, JDK 25.
#
# Stored data lacks a number that its class has since gained. Whether it can still be read depends on the minor version and on the kind of class: Jackson 3.0
# reads a class with fields, and keeps the field's initial value, but refuses the same JSON for a record, because a missing component counts as an explicit
# null ("Cannot map null into type int"). Jackson 2 and 3.2 read both, the record with 0. So what a player has stored may become unreadable by a move from 2
# to 3.0, and readable again by the next update.
#
# Seen:
#   2.22.1: class coins=5 gems=7, record Purse[coins=5, gems=0]
#   3.0.2: class coins=5 gems=7, record refused
#   3.0.3: class coins=5 gems=7, record refused
#   3.2.0: class coins=5 gems=7, record Purse[coins=5, gems=0]

. "$(dirname "${BASH_SOURCE[0]}")/common.bash"
cat >"$work/src/Main.java" <<'JAVA'
public class Main {
    public record Purse(int coins, int gems) {}

    public static class Bag {
        public int coins;
        public int gems = 7;

        public String toString() {
            return "coins=" + coins + " gems=" + gems;
        }
    }

    interface Reading { Object read(Class<?> type) throws Exception; }

    public static void main(String[] args) {
        String stored = "{\"coins\":5}";
        MAPPER mapper = new MAPPER();
        System.out.println("class " + tried(t -> mapper.readValue(stored, t), Bag.class) + ", record " + tried(t -> mapper.readValue(stored, t), Purse.class));
    }

    static String tried(Reading reading, Class<?> type) {
        try {
            return reading.read(type).toString();
        } catch (Exception refused) {
            return "refused";
        }
    }
}
JAVA
main=$(cat "$work/src/Main.java")
of() {
  rm -rf "$work/lib" && packages "$1:$2"
  echo "${main//MAPPER/$3}" >"$work/src/Main.java"
  compiled "$2"
  echo "$2: $(java_of "$2" Main)"
}
{
  of com.fasterxml.jackson.core:jackson-databind 2.22.1 com.fasterxml.jackson.databind.ObjectMapper
  of tools.jackson.core:jackson-databind 3.0.2 tools.jackson.databind.ObjectMapper
  of tools.jackson.core:jackson-databind 3.0.3 tools.jackson.databind.ObjectMapper
  of tools.jackson.core:jackson-databind 3.2.0 tools.jackson.databind.ObjectMapper
} | expect
