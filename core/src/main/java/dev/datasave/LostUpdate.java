package dev.datasave;

import com.google.gson.JsonElement;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A state of a profile that could not be saved. It is handed to the game so that nothing is lost silently.
 *
 * @param profile which profile
 * @param basedOn the newest stored revision that the state builds on
 * @param data the unsaved data as the codec encoded it; empty if encoding failed too
 * @param reason why its session ended
 * @param cause the last error, if an error was the cause
 * @param spooled the file that keeps the state until it can be stored, safe from a power cut; empty if only this object has it
 */
public record LostUpdate(
        ProfileId profile,
        long basedOn,
        Optional<JsonElement> data,
        ReleaseReason reason,
        Optional<Throwable> cause,
        Optional<Path> spooled) {}
