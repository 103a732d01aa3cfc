package io.trajan.http.server.listen;

/** Certificates that cannot be used: which file and why, and what to do about it. */
public final class TlsException extends Exception {
  private static final long serialVersionUID = 1;
  private final String remedy;

  TlsException(String message, String remedy) {
    super(message);
    this.remedy = remedy;
  }

  /** What is wrong and what to do about it. */
  public String sentence() {
    return remedy.isEmpty() ? String.valueOf(getMessage()) : getMessage() + "; " + remedy;
  }

  /** What the operator can do, or empty. */
  public String remedy() {
    return remedy;
  }
}
