package dev.datasave.house;

import dev.datasave.house.Declared.Kind;
import dev.datasave.house.Declared.Member;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rule 6: the storage is called only inside a call of the storage port, and only {@code loop} runs blocking calls and the game's code.
 *
 * <p>A text can't show where a storage comes from, but it can show that there is one source only. Outside {@code loop},
 *
 * <ul>
 *   <li>nobody takes the storage from the settings, so that the port's calls are the only ones to be given it;
 *   <li>nobody keeps it for later: no class has a field that is a storage, or a record with a storage in it;
 *   <li>only {@code server} makes one, in memory, as the storage of another server;
 *   <li>nobody calls {@code Environment.call};
 *   <li>nobody calls {@code Environment.onUserThread}, because {@code Loop.elsewhere} is the one door to the game's code.
 * </ul>
 */
final class StorageRule {
    private static final String LOOP = FloorPlan.ENGINE + ".loop";
    private static final String SERVER = FloorPlan.ENGINE + ".server";

    private static final Map<String, String> DOORS =
            Map.of("call", "a call of the storage port", "onUserThread", "Loop.elsewhere");

    private StorageRule() {}

    static List<Violation> check(Sources sources) {
        List<Source> outside = sources.below(FloorPlan.ENGINE).stream()
                .filter(source -> !source.inPackage().equals(LOOP))
                .toList();
        Set<String> carriers = carriers(outside);
        List<Violation> found = new ArrayList<>();
        for (Source source : outside) {
            found.addAll(calls(source));
            found.addAll(kept(source, carriers));
        }
        return found;
    }

    /** {@code Storage}, and the records that have one; these live no longer than the call that they are made in. */
    private static Set<String> carriers(List<Source> sources) {
        Set<String> carriers = new HashSet<>(Set.of("Storage"));
        int before;
        do {
            before = carriers.size();
            for (Source source : sources) {
                for (Declared type : source.allTypes()) {
                    if (type.components().stream().anyMatch(component -> carriers.contains(component.type()))) {
                        carriers.add(type.name());
                    }
                }
            }
        } while (carriers.size() > before);
        return carriers;
    }

    private static List<Violation> kept(Source source, Set<String> carriers) {
        List<Violation> found = new ArrayList<>();
        for (Declared type : source.allTypes()) {
            for (Member member : type.members()) {
                boolean isField = member.form() == Member.Form.FIELD && type.kind() != Kind.RECORD;
                String kept = isField ? Parameter.of(member.words()).type() : "";
                if (carriers.contains(kept)) {
                    String what = "field " + member.name() + " of type " + kept;
                    found.add(broken(source, member.firstLine(), what, "the storage to be used up within a call"));
                }
            }
        }
        return found;
    }

    private static List<Violation> calls(Source source) {
        List<Violation> found = new ArrayList<>();
        Set<String> environments = environments(source);
        List<Word> words = source.body();
        for (int i = 1; i + 2 < words.size(); i++) {
            int line = words.get(i).line();
            boolean isMember = words.get(i).is(".") || words.get(i).is("::");
            String member = words.get(i + 1).text();
            boolean isUsed = words.get(i).is("::") || words.get(i + 2).is("(");
            if (isMember && isUsed && member.equals("storage")) {
                found.add(broken(source, line, "storage()", "a call of the storage port, which gives it"));
            } else if (isMember
                    && member.equals("inMemory")
                    && words.get(i - 1).is("Storage")
                    && !source.inPackage().equals(SERVER)) {
                found.add(broken(source, line, "Storage.inMemory()", "it in server alone"));
            } else if (isMember && DOORS.containsKey(member)) {
                receiver(words, i)
                        .filter(environments::contains)
                        .ifPresent(name -> found.add(broken(source, line, name + "." + member, DOORS.get(member))));
            }
        }
        return found;
    }

    /** What an environment is called in this file: by the accessor's name, and by those of its own fields and variables. */
    private static Set<String> environments(Source source) {
        Set<String> names = new HashSet<>(Set.of("environment"));
        List<Word> words = source.body();
        for (int i = 0; i + 1 < words.size(); i++) {
            if (words.get(i).is("Environment") && words.get(i + 1).isName()) {
                names.add(words.get(i + 1).text());
            }
        }
        return names;
    }

    /** The variable, or the accessor, before the dot. */
    private static Optional<String> receiver(List<Word> words, int dot) {
        boolean isAccessor =
                dot >= 3 && words.get(dot - 1).is(")") && words.get(dot - 2).is("(");
        return Stream.of(words.get(isAccessor ? dot - 3 : dot - 1).text()).findFirst();
    }

    private static Violation broken(Source source, int line, String found, String expected) {
        return new Violation(6, source.path(), line, found, expected);
    }
}
