/** The life of a player on a game server, whatever game it is: who may come in, who must go, and what is released when. */
@org.jspecify.annotations.NullMarked
package dev.datasave.platform;
