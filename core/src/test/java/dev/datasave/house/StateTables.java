package dev.datasave.house;

import dev.datasave.engine.loop.Transitions;
import java.lang.reflect.Field;
import java.util.List;
import java.util.stream.Collectors;

/** The tables of states in the engine, as pictures in Mermaid's language: each is the constant {@code TABLE} of the type of its states. */
final class StateTables {
    static final List<String> STATES = List.of(
            "lease.LeaseState",
            "load.LoadState",
            "session.SaverState",
            "session.EndState",
            "spool.ReplayState",
            "mail.MailboxState",
            "operator.MoveState");

    private StateTables() {}

    static String pictures() {
        return STATES.stream().map(StateTables::picture).collect(Collectors.joining("\n"));
    }

    private static String picture(String states) {
        return "`" + states + "`\n\n```mermaid\nstateDiagram-v2\n" + arrows(table(states)) + "```\n";
    }

    /** A line for each state and event that leads to another state. */
    private static String arrows(Transitions<?, ?> table) {
        return table.toString()
                .lines()
                .map(line -> line.split(" --|--> "))
                .filter(parts -> !parts[0].equals(parts[2]))
                .map(parts -> "    " + parts[0] + " --> " + parts[2] + " : " + parts[1] + "\n")
                .collect(Collectors.joining());
    }

    /** The states, in their order. */
    static Object[] states(String states) {
        return type(states).getEnumConstants();
    }

    static Transitions<?, ?> table(String states) {
        try {
            Field table = type(states).getDeclaredField("TABLE");
            table.setAccessible(true);
            return (Transitions<?, ?>) table.get(null);
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException(states + ": found no table of its transitions", missing);
        }
    }

    private static Class<?> type(String states) {
        try {
            return Class.forName(FloorPlan.ENGINE + "." + states);
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException(states + ": found no such type", missing);
        }
    }
}
