package dev.datasave.house;

import dev.datasave.house.Declared.Member;
import dev.datasave.house.FloorPlan.Room;
import java.util.ArrayList;
import java.util.List;

/** Rule 8: how long a file, a room and a method may be, and of how many types the API may consist, nested ones apart. A method counts from its first word after the annotations to its closing brace. */
final class SizeRule {
    private SizeRule() {}

    static List<Violation> check(Sources sources) {
        List<Violation> found = new ArrayList<>();
        for (Source source : sources.all()) {
            if (source.lines() > FloorPlan.LINES_OF_A_FILE) {
                found.add(tooLong(source, 1, "a file", source.lines(), FloorPlan.LINES_OF_A_FILE));
            }
            for (Declared type : source.allTypes()) {
                for (Member member : type.members()) {
                    if (member.form() != Member.Form.FIELD && member.lines() > FloorPlan.LINES_OF_A_METHOD) {
                        String what = type.name() + "." + member.name();
                        found.add(
                                tooLong(source, member.firstLine(), what, member.lines(), FloorPlan.LINES_OF_A_METHOD));
                    }
                }
            }
        }
        for (Room room : FloorPlan.ROOMS) {
            List<Source> files = sources.inPackage(room.inPackage());
            int lines = files.stream().mapToInt(Source::lines).sum();
            if (lines > FloorPlan.LINES_OF_A_ROOM) {
                found.add(tooLong(files.getFirst(), 1, "a room", lines, FloorPlan.LINES_OF_A_ROOM));
            }
        }
        List<Source> api = sources.inPackage(FloorPlan.API);
        long types = api.stream()
                .flatMap(source -> source.types().stream())
                .filter(Declared::isPublic)
                .count();
        if (types > FloorPlan.TYPES_OF_THE_API) {
            String what = "an API of " + types + " public types";
            found.add(new Violation(8, api.getFirst().path(), 1, what, "at most " + FloorPlan.TYPES_OF_THE_API));
        }
        return found;
    }

    private static Violation tooLong(Source source, int line, String what, int lines, int limit) {
        return new Violation(8, source.path(), line, what + " of " + lines + " lines", "at most " + limit);
    }
}
