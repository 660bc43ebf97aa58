package dev.datasave.cli.ops;

import dev.datasave.cli.progress.Progress;
import dev.datasave.ops.Diagnosis;
import dev.datasave.ops.Doctor;
import dev.datasave.ops.Operations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code doctor}. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Looks for what is wrong with a storage, and says what to do. The exit code is 1 if there is a problem.")
public final class DoctorCommand extends OnStorage {
    @Option(
            names = "--thorough",
            description =
                    "Also check the database's files and indexes, and read every entry. It may take minutes; servers go on meanwhile.")
    private boolean thorough;

    private @Nullable Progress bar;

    /** For picocli. */
    public DoctorCommand() {}

    @Override
    int run(Operations operations) {
        Doctor doctor = operations.doctor();
        List<Diagnosis> found = new ArrayList<>(doctor.quick());
        if (thorough) {
            try {
                found.addAll(doctor.thorough(this::at));
            } finally {
                if (bar != null) {
                    bar.close();
                }
            }
        }
        if (isJson()) {
            print(Shapes.shape()
                    .with("findings", Shapes.array(found, Shapes::of))
                    .json());
        } else {
            found.forEach(this::print);
        }
        boolean hasProblem = found.stream().anyMatch(one -> one.severity() == Diagnosis.Severity.PROBLEM);
        return hasProblem ? NOT_DONE : DONE;
    }

    private void at(Doctor.Progressing progress) {
        Progress shown = bar;
        if (shown == null) {
            shown = new Progress("reading", progress.all(), Progress.ON_TERMINAL, err());
            bar = shown;
        }
        shown.at(Math.min(progress.done(), progress.all()), Harmless.text(progress.store(), 40));
    }

    private void print(Diagnosis diagnosis) {
        say(String.format(
                Locale.ROOT,
                "%-8s %s: %s",
                diagnosis.severity().name().toLowerCase(Locale.ROOT),
                diagnosis.matter(),
                diagnosis.found()));
        if (!diagnosis.advice().isEmpty()) {
            say("         " + diagnosis.advice());
        }
    }
}
