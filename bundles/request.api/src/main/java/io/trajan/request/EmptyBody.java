package io.trajan.request;

/** The body of a request that has none. */
record EmptyBody() implements RequestBody {
  private static final Fields NO_TRAILERS = new Fields();

  @Override
  public long length() {
    return 0;
  }

  @Override
  public boolean isComplete() {
    return true;
  }

  @Override
  public void read(Reader reader) {
    reader.end(NO_TRAILERS);
  }
}
