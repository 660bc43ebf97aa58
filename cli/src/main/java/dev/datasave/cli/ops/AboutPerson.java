package dev.datasave.cli.ops;

import dev.datasave.UserDataOptions;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands share that are about a person. */
abstract class AboutPerson extends OnStorage {
    @Parameters(index = "0", paramLabel = "USER", description = "The person's user id.")
    private String user = "";

    @Option(
            names = "--key-template",
            paramLabel = "STORE=TEMPLATE",
            description =
                    "Also the entry of this key, whether or not it is connected to the person: PlayerData=player/{userId}.")
    private List<String> templates = new ArrayList<>();

    @Option(
            names = "--shared-store",
            paramLabel = "STORE",
            description = "A store whose entries are shared by several people.")
    private List<String> shared = new ArrayList<>();

    @Mixin
    private Acting acting = new Acting();

    String user() {
        return user;
    }

    Acting acting() {
        return acting;
    }

    UserDataOptions options() {
        UserDataOptions options = UserDataOptions.defaults();
        try {
            for (String template : templates) {
                int equals = template.indexOf('=');
                if (equals < 1) {
                    throw wrong("--key-template: found " + Harmless.text(template) + ", expected STORE=TEMPLATE");
                }
                options = options.keyTemplate(template.substring(0, equals), template.substring(equals + 1));
            }
            for (String store : shared) {
                options = options.sharedStore(store);
            }
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
        return options;
    }

    @Override
    void check() {
        var unusedOptions = options();
        var unused = acting.mandate(this);
    }
}
