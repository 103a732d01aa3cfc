package io.trajan.shell.server.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Attributes.OutputFlag;
import org.jline.terminal.Size;
import org.jline.terminal.impl.AbstractTerminal;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import org.jline.utils.NonBlocking;
import org.jline.utils.NonBlockingPumpInputStream;
import org.jline.utils.NonBlockingReader;
import org.jspecify.annotations.Nullable;

/**
 * The emperor's end of a person's terminal, whose own end is in raw mode. One thread feeds what was
 * typed; it never blocks: Ctrl-C must be seen while a command does not read, so what exceeds
 * {@value #TYPE_AHEAD} bytes that nobody read is dropped and counted. Output goes straight to the
 * connection.
 */
public final class RemoteTerminal extends AbstractTerminal {
  static final int TYPE_AHEAD = 65_536;
  private static final int UNKNOWN_COLUMNS = 80;
  private static final int UNKNOWN_ROWS = 24;
  private static final int CTRL_D = 4;

  private final NonBlockingPumpInputStream typed =
      NonBlocking.nonBlockingPumpInputStream(TYPE_AHEAD);
  private final NonBlockingReader reader =
      NonBlocking.nonBlocking("shell", typed, StandardCharsets.UTF_8);
  private final AtomicLong dropped = new AtomicLong();
  private final OutputStream output;
  private final PrintWriter writer;
  private volatile Attributes attributes = cooked();
  private volatile Size size = new Size(UNKNOWN_COLUMNS, UNKNOWN_ROWS);
  private volatile boolean echoing;

  /** Of a client whose TERM is {@code term} and whose output goes to {@code out}. */
  @SuppressWarnings("this-escape")
  public RemoteTerminal(String term, OutputStream out) throws IOException {
    super("shell", TerminalTypes.known(term), StandardCharsets.UTF_8, SignalHandler.SIG_IGN);
    this.output = new LineEnds(out);
    this.writer = new PrintWriter(new OutputStreamWriter(output, StandardCharsets.UTF_8));
    parseInfoCmp();
  }

  private static Attributes cooked() {
    Attributes attributes = new Attributes();
    attributes.setLocalFlag(LocalFlag.ISIG, true);
    attributes.setInputFlag(InputFlag.ICRNL, true);
    attributes.setOutputFlag(OutputFlag.OPOST, true);
    attributes.setOutputFlag(OutputFlag.ONLCR, true);
    attributes.setControlChar(ControlChar.VINTR, 3);
    attributes.setControlChar(ControlChar.VEOF, CTRL_D);
    attributes.setControlChar(ControlChar.VERASE, 127);
    attributes.setControlChar(ControlChar.VKILL, 21);
    attributes.setControlChar(ControlChar.VLNEXT, 22);
    attributes.setControlChar(ControlChar.VWERASE, 23);
    return attributes;
  }

  /** What the person typed. */
  public void feed(byte[] bytes) throws IOException {
    for (byte b : bytes) {
      feed(b & 0xff);
    }
    typed.getOutputStream().flush();
  }

  private void feed(int c) throws IOException {
    Attributes now = attributes;
    if (now.getLocalFlag(LocalFlag.ISIG) && c == now.getControlChar(ControlChar.VINTR)) {
      raise(Signal.INT);
      return;
    }
    int b = c == '\r' && now.getInputFlag(InputFlag.ICRNL) ? '\n' : c;
    if (typed.available() >= TYPE_AHEAD - 1) {
      dropped.incrementAndGet();
      return;
    }
    if (echoing) {
      output.write(b);
    }
    typed.getOutputStream().write(b);
  }

  /** The terminal has another size; zeros are ignored. */
  public void resize(int columns, int rows) {
    size = new Size(columns > 0 ? columns : UNKNOWN_COLUMNS, rows > 0 ? rows : UNKNOWN_ROWS);
    raise(Signal.WINCH);
  }

  /** Bytes typed that nobody had room for. */
  public long dropped() {
    return dropped.get();
  }

  /** The line is done: what is typed now is echoed by the editor. */
  public void commandDone() {
    echoing = false;
  }

  /**
   * Standard input of commands: what is typed is echoed from the first read on, and Ctrl-D ends it.
   */
  public InputStream commandInput() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        echoing = true;
        int b = typed.read();
        return b == CTRL_D ? -1 : b;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        int b = length == 0 ? 0 : read();
        if (length > 0 && b >= 0) {
          target[offset] = (byte) b;
        }
        return length == 0
            ? 0
            : b < 0 ? -1 : 1; // one at a time: what follows may belong to the next command
      }
    };
  }

  @Override
  public NonBlockingReader reader() {
    return reader;
  }

  @Override
  public PrintWriter writer() {
    return writer;
  }

  @Override
  public InputStream input() {
    return typed;
  }

  @Override
  public OutputStream output() {
    return output;
  }

  @Override
  public Attributes getAttributes() {
    return new Attributes(attributes);
  }

  @Override
  public void setAttributes(Attributes attr) {
    attributes = new Attributes(attr);
  }

  @Override
  public Size getSize() {
    return new Size(size.getColumns(), size.getRows());
  }

  @Override
  public void setSize(Size sz) {
    size = new Size(sz.getColumns(), sz.getRows());
  }

  @Override
  public @Nullable TerminalProvider getProvider() {
    return null;
  }

  @Override
  public @Nullable SystemStream getSystemStream() {
    return null;
  }

  /** Whoever reads is told that the input has ended; writing still works. */
  public void endInput() throws IOException {
    typed.close();
  }

  @Override
  protected void doClose() throws IOException {
    super.doClose();
    typed.close();
  }

  /** The terminal is raw, so a line end must also go to the first column. */
  private static final class LineEnds extends OutputStream {
    private final OutputStream out;

    LineEnds(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int ends = 0;
      for (int i = offset; i < offset + length; i++) {
        ends += bytes[i] == '\n' ? 1 : 0;
      }
      byte[] converted = new byte[length + ends];
      int to = 0;
      for (int i = offset; i < offset + length; i++) {
        if (bytes[i] == '\n') {
          converted[to++] = '\r';
        }
        converted[to++] = bytes[i];
      }
      out.write(converted);
    }
  }
}
