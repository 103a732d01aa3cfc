package io.trajan.rack.adapter.answer;

import org.jruby.runtime.callsite.FunctionalCachingCallSite;
import org.jruby.runtime.callsite.RespondToCallSite;

/**
 * Cached call sites of one runtime; what is cached is replaced whole, so any thread may use them.
 */
final class Sites {
  final FunctionalCachingCallSite each = new FunctionalCachingCallSite("each");
  final FunctionalCachingCallSite call = new FunctionalCachingCallSite("call");
  final FunctionalCachingCallSite close = new FunctionalCachingCallSite("close");
  final FunctionalCachingCallSite toPath = new FunctionalCachingCallSite("to_path");
  final FunctionalCachingCallSite toAry = new FunctionalCachingCallSite("to_ary");
  final RespondToCallSite hasEach = new RespondToCallSite("each");
  final RespondToCallSite hasCall = new RespondToCallSite("call");
  final RespondToCallSite hasClose = new RespondToCallSite("close");
  final RespondToCallSite hasToPath = new RespondToCallSite("to_path");
  final RespondToCallSite hasToAry = new RespondToCallSite("to_ary");
}
