package io.trajan.http.server.http1;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.trajan.request.Fields;
import java.util.Iterator;
import java.util.List;
import java.util.Map.Entry;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@link Fields} in the clothes that the decoder knows, so that it puts the fields where the
 * handler will look for them and nothing is copied. Only what the decoder calls is there; names and
 * values need no check here because the guard has read them before.
 */
final class FieldsHeaders extends HttpHeaders {
  /** Makes them. */
  static final HttpHeadersFactory FACTORY =
      new HttpHeadersFactory() {
        @Override
        public HttpHeaders newHeaders() {
          return new FieldsHeaders();
        }

        @Override
        public HttpHeaders newEmptyHeaders() {
          return new FieldsHeaders();
        }
      };

  private final Fields fields = new Fields();

  /** What was collected. */
  Fields fields() {
    return fields;
  }

  /** The fields behind headers that {@link #FACTORY} made, or none. */
  static Fields of(HttpHeaders headers) {
    return headers instanceof FieldsHeaders own ? own.fields : new Fields();
  }

  @Override
  public @Nullable String get(String name) {
    return fields.get(name);
  }

  @Override
  public List<String> getAll(String name) {
    return fields.has(name) ? fields.all(name) : List.of();
  }

  @Override
  public boolean contains(String name) {
    return fields.has(name);
  }

  @Override
  public boolean isEmpty() {
    return fields.size() == 0;
  }

  @Override
  public int size() {
    return fields.size();
  }

  @Override
  public HttpHeaders add(String name, Object value) {
    fields.add(name, value.toString());
    return this;
  }

  @Override
  public HttpHeaders set(String name, Object value) {
    fields.set(name, value.toString());
    return this;
  }

  @Override
  public HttpHeaders remove(String name) {
    fields.remove(name);
    return this;
  }

  @Override
  public Integer getInt(CharSequence name) {
    throw unused();
  }

  @Override
  public int getInt(CharSequence name, int defaultValue) {
    throw unused();
  }

  @Override
  public Short getShort(CharSequence name) {
    throw unused();
  }

  @Override
  public short getShort(CharSequence name, short defaultValue) {
    throw unused();
  }

  @Override
  public Long getTimeMillis(CharSequence name) {
    throw unused();
  }

  @Override
  public long getTimeMillis(CharSequence name, long defaultValue) {
    throw unused();
  }

  @Override
  public List<Entry<String, String>> entries() {
    throw unused();
  }

  @Override
  @Deprecated
  public Iterator<Entry<String, String>> iterator() {
    throw unused();
  }

  @Override
  public Iterator<Entry<CharSequence, CharSequence>> iteratorCharSequence() {
    throw unused();
  }

  @Override
  public Set<String> names() {
    throw unused();
  }

  @Override
  public HttpHeaders add(String name, Iterable<?> values) {
    throw unused();
  }

  @Override
  public HttpHeaders addInt(CharSequence name, int value) {
    throw unused();
  }

  @Override
  public HttpHeaders addShort(CharSequence name, short value) {
    throw unused();
  }

  @Override
  public HttpHeaders set(String name, Iterable<?> values) {
    throw unused();
  }

  @Override
  public HttpHeaders setInt(CharSequence name, int value) {
    throw unused();
  }

  @Override
  public HttpHeaders setShort(CharSequence name, short value) {
    throw unused();
  }

  @Override
  public HttpHeaders clear() {
    throw unused();
  }

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("the decoder does not need this");
  }
}
