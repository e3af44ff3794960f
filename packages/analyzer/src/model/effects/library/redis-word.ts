import { ts } from "../../syntax.js";
import { unwrap } from "../../unwrap.js";
import { isAwaited } from "./call-chain.js";
import { calleeOf, memberName, receiverOf } from "./library-values.js";

/**
 * The command of Redis that a call waits for on a value of unknown type, by a word that no other store has:
 * `client.sismember("online", id)`, or by a word that others have too, of what is named for Redis: `redis.get(id)`.
 * What gathers commands to send them later is not waited for.
 */
export function redisWord(
  call: ts.CallLikeExpression,
  initializerOf: (name: ts.Identifier) => ts.Expression | undefined,
): { readonly name: string; readonly receiver: ts.Expression } | undefined {
  if (!ts.isCallExpression(call) || call.arguments.length === 0 || !isAwaited(call))
    return undefined;
  const callee = calleeOf(call);
  const receiver = callee === undefined ? undefined : receiverOf(callee);
  const name = callee === undefined ? undefined : memberName(callee);
  if (receiver === undefined || name === undefined) return undefined;
  const at = unwrap(receiver);
  const isNamed = isRedis.test(memberName(at) ?? at.getText());
  const word = name.toLowerCase();
  if (!words.has(word) && !(isNamed && commonWords.has(word))) return undefined;
  const made = ts.isIdentifier(at) ? initializerOf(at)?.getText() : undefined;
  return isOther.test(`${receiver.getText()} ${made ?? ""}`) ? undefined : { name, receiver };
}

const words: ReadonlySet<string> = new Set(
  (
    "hget hset smembers sismember smismember scard sadd srem hgetall hmget hkeys hvals hlen hexists hincrby hdel llen lrange " +
    "lpush rpush ltrim zadd zrem zcard zscore zrank zrange zrevrange zrangebyscore zcount zincrby setex psetex setnx incrby"
  ).split(" "),
);

// Words that other stores have too, of what says by its name that it is Redis.
const commonWords: ReadonlySet<string> = new Set(
  "get mget exists ttl pttl strlen set del unlink expire incr decr getdel".split(" "),
);
const isRedis = /^_*(redis|ioredis|valkey)(Client|Connection)?$/i;

// What gathers commands, and what answers them out of the memory of the process.
const isOther = /multi|pipe|batch|trans|memory|mock|fake|\b_?(tx|trx)\b/i;
