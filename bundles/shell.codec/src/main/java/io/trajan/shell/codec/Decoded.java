package io.trajan.shell.codec;

/** What a decoder found at the position of a buffer. */
public sealed interface Decoded {
  /**
   * A frame; the buffer's position is behind it.
   *
   * @param frame the value
   */
  record Complete(Frame frame) implements Decoded {}

  /** The frame is not all there yet; the buffer's position is unchanged. */
  record Incomplete() implements Decoded {}

  /**
   * Bytes that no client or server of this version sends; the connection is of no more use.
   *
   * @param offset where in the frame
   * @param found the value there
   * @param expected what would have been right
   */
  record Malformed(int offset, String found, String expected) implements Decoded {
    /** For people. */
    public String message() {
      return "byte " + offset + " of a frame: found " + found + ", expected " + expected;
    }
  }
}
