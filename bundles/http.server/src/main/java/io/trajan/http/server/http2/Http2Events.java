package io.trajan.http.server.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.trajan.http.server.exchange.Asked;
import io.trajan.http.server.http2.Http2Heads.Head;
import io.trajan.http.server.net.Counters.Event;
import io.trajan.http.server.net.Limits;
import io.trajan.http.server.wire.Refusal;
import io.trajan.http.server.wire.RequestFields;
import io.trajan.http.server.wire.RequestFields.Expectation;
import io.trajan.request.Fields;
import io.trajan.request.RequestBody;
import org.jspecify.annotations.Nullable;

/** Frames that came, as events of exchanges. Confined to the event loop. */
final class Http2Events extends Http2FrameAdapter {
  private static final String PROTOCOL = "HTTP/2";
  private static final Fields NO_TRAILERS = new Fields();

  /** Largest body that is collected; all streams together must fit the connection's window. */
  private static final int COLLECT_BYTES = 16 * 1024;

  private final Http2Link link;
  private final Limits limits;
  private final FloodGauge gauge;

  Http2Events(Http2Link link) {
    this.link = link;
    this.limits = link.profile().limits();
    this.gauge = new FloodGauge(limits.floodFrames());
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx,
      int id,
      Http2Headers headers,
      int dependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean last)
      throws Http2Exception {
    onHeadersRead(ctx, id, headers, padding, last);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx, int id, Http2Headers headers, int padding, boolean last)
      throws Http2Exception {
    Http2Stream stream = link.stream(id);
    Http2Exchange known = link.exchange(stream);
    if (stream == null) {
      return;
    }
    if (known == null) {
      request(stream, headers, last);
    } else {
      trailers(id, known, headers, last);
    }
  }

  private void trailers(int id, Http2Exchange exchange, Http2Headers headers, boolean last)
      throws Http2Exception {
    Fields fields = Http2Heads.fields(headers);
    if (!last || fields == null) {
      throw Http2Exception.streamError(id, Http2Error.PROTOCOL_ERROR, "malformed trailers");
    }
    end(exchange, fields);
  }

  private void request(Http2Stream stream, Http2Headers headers, boolean last) {
    Head head = Http2Heads.request(headers, limits.guard().headerCount());
    Refusal refusal = head.refusal();
    long length = last ? 0 : length(head.fields());
    Expectation expectation = RequestFields.expectation(head.fields(), false);
    if (refusal != null) {
      refuse(stream, refusal, last);
    } else if (expectation == Expectation.UNKNOWN) {
      refuse(stream, Refusal.EXPECTATION, last);
    } else if (length > limits.guard().bodyBytes()) {
      refuse(stream, Refusal.BODY_TOO_LARGE, last);
    } else {
      begin(stream, head, length, last, expectation == Expectation.CONTINUE);
    }
  }

  private void begin(
      Http2Stream stream, Head head, long length, boolean last, boolean expectsContinue) {
    StreamBody body = last ? null : new StreamBody(length, limits, expectsContinue);
    Http2Exchange exchange = exchange(stream, head, body);
    boolean collected = length >= 0 && length <= collectBytes() && !expectsContinue;
    if (last || !collected) {
      exchange.dispatch();
    }
  }

  /** No more than the window, for nothing is given back while a body is collected. */
  private int collectBytes() {
    return Math.min(limits.collectBytes(), Math.min(limits.windowBytes(), COLLECT_BYTES));
  }

  private void refuse(Http2Stream stream, Refusal why, boolean last) {
    StreamBody body = last ? null : new StreamBody(RequestBody.UNKNOWN, limits, false);
    link.refuse(exchange(stream, Http2Heads.refused(why), body), why);
  }

  private Http2Exchange exchange(Http2Stream stream, Head head, @Nullable StreamBody body) {
    Asked asked =
        new Asked(
            link.profile(),
            link.peer(),
            head.method(),
            head.target(),
            head.parts(),
            PROTOCOL,
            head.fields(),
            body == null ? RequestBody.EMPTY : body.pipe(),
            System.nanoTime());
    Http2Exchange exchange = new Http2Exchange(link, stream, asked, body);
    link.begin(stream, exchange);
    return exchange;
  }

  private static long length(Fields fields) {
    String text = fields.get("content-length");
    try {
      return text == null ? RequestBody.UNKNOWN : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return RequestBody.UNKNOWN; // The decoder refuses it at the first frame of the body.
    }
  }

  @Override
  public int onDataRead(ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean last)
      throws Http2Exception {
    Http2Exchange exchange = link.exchange(link.stream(id));
    if (exchange == null) {
      return data.readableBytes() + padding;
    }
    if (!data.isReadable() && !last) {
      useless();
    }
    int free = data.isReadable() ? exchange.content(data.retain()) : 0;
    if (exchange.isBodyTooLarge(limits.guard().bodyBytes())) {
      link.refuse(exchange, Refusal.BODY_TOO_LARGE);
    } else if (last) {
      end(exchange, NO_TRAILERS);
    }
    return free + padding;
  }

  private void end(Http2Exchange exchange, Fields trailers) {
    exchange.endBody(trailers);
    if (!exchange.isDispatched()) {
      exchange.dispatch();
    }
  }

  @Override
  public void onPingRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
    useless();
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings)
      throws Http2Exception {
    useless();
  }

  @Override
  public void onPriorityRead(
      ChannelHandlerContext ctx, int id, int dependency, short weight, boolean exclusive) {}

  @Override
  public void onRstStreamRead(ChannelHandlerContext ctx, int id, long error) throws Http2Exception {
    useless();
  }

  private void useless() throws Http2Exception {
    if (gauge.isFlood(System.nanoTime())) {
      link.profile().counters().count(Event.FLOOD);
      throw Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, "too many useless frames");
    }
  }
}
