package dev.datasave.house;

import dev.datasave.house.Declared.Kind;
import dev.datasave.house.Declared.Member;
import dev.datasave.house.FloorPlan.Room;
import dev.datasave.house.Sources.Use;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rule 5. A collaborator is a parameter of a constructor, or a component of a record, whose type is one of the engine's that does something: a class or
 * an interface. An enum, and a sealed interface, which has records below it, are data. A record counts as many collaborators as it bundles, so that
 * a bundle of parameters is no way around. Type arguments don't count, nor do types of the JDK, the API and the SPI.
 */
final class Collaborators {
    private static final String THE_ENGINE = FloorPlan.ENGINE + ".server.Engine";

    private final Sources sources;

    private Collaborators(Sources sources) {
        this.sources = sources;
    }

    static List<Violation> tooMany(Sources sources) {
        Collaborators collaborators = new Collaborators(sources);
        List<Violation> found = new ArrayList<>();
        for (Room room : FloorPlan.ROOMS) {
            for (Source source : sources.inPackage(room.inPackage())) {
                if (!source.qualifiedName().equals(THE_ENGINE)) {
                    source.allTypes().forEach(type -> found.addAll(collaborators.tooMany(source, type)));
                }
                if (!room.name().equals("server")) {
                    sources.uses(source).stream()
                            .filter(use -> use.used().qualifiedName().equals(THE_ENGINE))
                            .forEach(use -> found.add(namesTheEngine(use)));
                }
            }
        }
        return found;
    }

    private static Violation namesTheEngine(Use use) {
        return new Violation(5, use.user().path(), use.line(), "Engine", "it to be named by server alone");
    }

    private List<Violation> tooMany(Source source, Declared type) {
        List<Violation> found = new ArrayList<>();
        check(source, type, type.line(), type.components(), found);
        for (Member member : type.members()) {
            if (member.form() == Member.Form.CONSTRUCTOR) {
                check(source, type, member.firstLine(), member.parameters(), found);
            }
        }
        return found;
    }

    private void check(Source source, Declared type, int line, List<Parameter> parameters, List<Violation> found) {
        int count = count(source, parameters, new HashSet<>());
        if (count > FloorPlan.COLLABORATORS) {
            String what = type.name() + " with " + count + " collaborators";
            found.add(new Violation(5, source.path(), line, what, "at most " + FloorPlan.COLLABORATORS));
        }
    }

    private int count(Source source, List<Parameter> parameters, Set<String> bundles) {
        return parameters.stream()
                .mapToInt(parameter -> count(source, parameter, bundles))
                .sum();
    }

    private int count(Source source, Parameter parameter, Set<String> bundles) {
        List<String> names = List.of(parameter.type().split("\\."));
        Optional<Declared> own = source.allTypes().stream()
                .filter(type -> type.name().equals(names.getFirst()))
                .findFirst();
        Source declaring = own.isPresent()
                ? source
                : sources.resolve(source, names.getFirst()).orElse(null);
        if (declaring == null || !declaring.inPackage().startsWith(FloorPlan.ENGINE)) {
            return 0;
        }
        Optional<Declared> type = own.or(() -> declaring.types().stream().findFirst());
        for (String name : names.subList(1, names.size())) {
            type = type.flatMap(outer -> outer.nested(name));
        }
        return type.map(found -> count(declaring, found, bundles)).orElse(0);
    }

    private int count(Source source, Declared type, Set<String> bundles) {
        if (type.kind() == Kind.RECORD) {
            String bundle = source.path() + " " + type.name();
            int count = bundles.add(bundle) ? count(source, type.components(), bundles) : 0;
            bundles.remove(bundle);
            return count;
        }
        boolean isData = type.kind() == Kind.ENUM || type.words().stream().anyMatch(word -> word.is("sealed"));
        return isData ? 0 : 1;
    }
}
