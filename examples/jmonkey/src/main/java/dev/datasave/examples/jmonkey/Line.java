package dev.datasave.examples.jmonkey;

import com.jme3.network.AbstractMessage;
import com.jme3.network.serializing.Serializable;

/** The one message that clients and servers send: a line of words. jMonkeyEngine makes it by its constructor without arguments, and fills the field. */
@Serializable
public final class Line extends AbstractMessage {
    private String text = "";

    /** For jMonkeyEngine. */
    public Line() {}

    /** A message of that text. */
    public Line(String text) {
        this.text = text;
    }

    /** The text. */
    @Override
    public String toString() {
        return text;
    }
}
