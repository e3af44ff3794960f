/**
 * Tells whether a command of Redis only reads, by its words: `["GET", key]`, `["memory usage", key]`. What cannot be
 * told from them (`$` stands for one that is not known) may do anything, and so may what goes on from a cursor.
 */
export function isReadingCommand([name = "", ...args]: readonly string[]): boolean {
  const words = [...name.trim().split(/\s+/), ...args].map((word) => word.toLowerCase());
  const [first = "", second = "", third = ""] = words;
  switch (first) {
    // It says who asks, where it is not alone.
    case "hello":
      return words.length === 1;
    case "ft.aggregate":
      return words.length > 1 && !words.includes("withcursor");
    case "graph.query":
      return isReadingQuery(third);
    default:
      return reading.has(first) || byTopic.get(first)?.has(second) === true;
  }
}

// A query of a graph, in Cypher.
function isReadingQuery(query: string): boolean {
  return (
    /^\s*(optional\s+)?match\b/.test(query) &&
    !/\b(call|create|delete|drop|foreach|load|merge|remove|set)\b/.test(query)
  );
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

const reading = new Set(
  [
    "dbsize dump echo exists expiretime get getrange info keys lastsave mget object pexpiretime ping pttl randomkey role strlen substr time ttl type",
    "bitcount bitfield_ro bitpos eval_ro evalsha_ro fcall_ro getbit pfcount sort_ro",
    "hexists hexpiretime hget hgetall hkeys hlen hmget hpttl hrandfield hstrlen httl hvals",
    "lindex llen lpos lrange",
    "scard sdiff sinter sintercard sismember smembers smismember srandmember sunion",
    "zcard zcount zdiff zinter zintercard zlexcount zmscore zrandmember zrange zrangebylex zrangebyscore zrank zrevrange zrevrangebylex zrevrangebyscore zrevrank zscore zunion",
    "geodist geohash geopos georadius_ro georadiusbymember_ro geosearch",
    "xlen xrange xrevrange",
    "arcount arget argetrange arlen armget vcard vdim vemb vgetattr vinfo vismember vlinks vrandmember vrange vsim",
    "json.arrindex json.arrlen json.get json.mget json.objkeys json.objlen json.resp json.strlen json.type",
    "ft._list ft.dictdump ft.explain ft.explaincli ft.info ft.search ft.spellcheck ft.sugget ft.suglen ft.syndump ft.tagvals",
    "ts.get ts.info ts.mget ts.mrange ts.mrevrange ts.queryindex ts.range ts.revrange",
    "bf.card bf.exists bf.info bf.mexists cf.count cf.exists cf.info cf.mexists cms.info cms.query topk.count topk.info topk.list topk.query",
    "tdigest.byrank tdigest.byrevrank tdigest.cdf tdigest.info tdigest.max tdigest.min tdigest.quantile tdigest.rank tdigest.revrank",
    "graph.explain graph.list graph.ro_query",
  ].flatMap((line) => line.split(" ")),
);

const byTopic: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    acl: words("cat getuser list users whoami"),
    client: words("getname id info list"),
    cluster: words(
      "countkeysinslot getkeysinslot info keyslot links myid nodes replicas shards slaves slots",
    ),
    command: words("count docs getkeys info list"),
    config: words("get"),
    function: words("dump list stats"),
    latency: words("doctor history latest"),
    memory: words("doctor stats usage"),
    module: words("list"),
    pubsub: words("channels numpat numsub shardchannels shardnumsub"),
    script: words("exists"),
    sentinel: words("get-master-addr-by-name master masters replicas sentinels slaves"),
    slowlog: words("get len"),
    xinfo: words("consumers groups stream"),
  }),
);
