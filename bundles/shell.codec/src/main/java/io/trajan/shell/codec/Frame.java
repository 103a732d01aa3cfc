package io.trajan.shell.codec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message of the control protocol, version {@value #VERSION}, spoken over a Unix stream socket
 * between a client (the person's terminal) and the server (the emperor).
 *
 * <pre>
 *  0      1      2      3      4      5
 * +------+------+------+------+------+------------------+
 * | type | length, big endian        | length bytes ... |     length is at most 65536
 * +------+------+------+------+------+------------------+
 *
 * type  from    payload
 *    1  client  HELLO      'T' 'R' 'S' 'H', version 1, mode 1, flags 1, columns 2, rows 2, string terminal, string directory
 *    2  client  RUN        count 2, then so many strings: the words of one command
 *    3  client  INPUT      bytes typed or piped
 *    4  client  END        empty: there will be no more input
 *    5  client  RESIZE     columns 2, rows 2
 *    6  client  INTERRUPT  empty: end the running command
 *   17  server  WELCOME    version 1, session number 4
 *   18  server  OUTPUT     bytes for standard output
 *   19  server  ERROR      bytes for standard error
 *   20  server  EXIT       status 1, again 1, string message
 *   21  server  MORE       empty: the client may send input
 * </pre>
 *
 * A string is two bytes of length and that many bytes of UTF-8; numbers are unsigned and big
 * endian; nothing may follow inside a frame. The client sends HELLO and, in mode {@link
 * Mode#COMMAND}, one RUN; the server answers WELCOME or, when it refuses (too many sessions,
 * another version, bad bytes), EXIT. Then both sides send what they have; the server ends with
 * exactly one EXIT and closes, and all output is before it. A client that goes away interrupts its
 * command.
 *
 * <p>What is typed is sent as it comes ({@link Mode#INTERACTIVE}; a server may drop what nobody
 * reads). In the other modes a client answers each MORE with exactly one INPUT or END and sends no
 * input unasked, so that INTERRUPT and the end of the connection never wait behind input. Output is
 * held back by the socket: a client that does not read stops the command that writes.
 */
public sealed interface Frame {
  /** The version that this code speaks. */
  int VERSION = 1;

  /** The largest payload in bytes. */
  int MAX_PAYLOAD = 65_536;

  /** The bytes before a payload. */
  int HEADER = 5;

  /** What a session is for. */
  enum Mode {
    /** A person at a terminal: line editing, prompt, history. */
    INTERACTIVE(0),
    /** Input is a script, executed line by line; the first failure ends it. */
    SCRIPT(1),
    /** One command, in a RUN frame. */
    COMMAND(2);

    final int code;

    Mode(int code) {
      this.code = code;
    }

    static @Nullable Mode of(int code) {
      for (Mode mode : values()) {
        if (mode.code == code) {
          return mode;
        }
      }
      return null;
    }
  }

  /**
   * Opens a session.
   *
   * @param version the client's, 0 to 255
   * @param mode what for
   * @param json whether results are printed as JSON
   * @param terminalOut whether standard output is a terminal of the given size
   * @param columns width in characters, 0 to 65535, 0 when unknown
   * @param rows height in lines, 0 to 65535, 0 when unknown
   * @param terminal the value of TERM
   * @param directory the client's working directory, to which relative paths refer
   */
  record Hello(
      int version,
      Mode mode,
      boolean json,
      boolean terminalOut,
      int columns,
      int rows,
      String terminal,
      String directory)
      implements Frame {}

  /**
   * The command of a session in mode COMMAND. One word is a line of the shell's language, several
   * are the words of one command, taken literally.
   *
   * @param words at least one
   */
  record Run(List<String> words) implements Frame {
    /** Copies. */
    public Run {
      words = List.copyOf(words);
    }
  }

  /**
   * Bytes from the client; the array is the frame's own.
   *
   * @param bytes as read
   */
  @SuppressWarnings("ArrayRecordComponent") // on the path of every byte; never compared
  record Input(byte[] bytes) implements Frame {}

  /** The client's input is at its end. */
  record End() implements Frame {}

  /**
   * The terminal has another size.
   *
   * @param columns as in {@link Hello}
   * @param rows as in {@link Hello}
   */
  record Resize(int columns, int rows) implements Frame {}

  /** The running command is to end. */
  record Interrupt() implements Frame {}

  /**
   * The session is open.
   *
   * @param version what the server speaks
   * @param session its number
   */
  record Welcome(int version, int session) implements Frame {}

  /**
   * Bytes for the client's standard output; the array is the frame's own.
   *
   * @param bytes to write
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Output(byte[] bytes) implements Frame {}

  /**
   * Bytes for the client's standard error; the array is the frame's own.
   *
   * @param bytes to write
   */
  @SuppressWarnings("ArrayRecordComponent")
  record ErrorOutput(byte[] bytes) implements Frame {}

  /** Input is wanted: answered with one INPUT or END. */
  record More() implements Frame {}

  /**
   * The session is over.
   *
   * @param status the exit status for the client's process, 0 to 255
   * @param again whether a person at a terminal may open a new session at once: the shell itself
   *     was replaced
   * @param message a line for standard error, or empty
   */
  record Exit(int status, boolean again, String message) implements Frame {}
}
