import type { MemberModel, PackageModel } from "../model.js";

const reads: MemberModel = { reads: ["net"], latency: "io" };
const writes: MemberModel = { reads: ["net"], writes: ["net"], latency: "io" };
const changesIt: MemberModel = { changes: ["receiver"] };

// What has been asked for is not told again.
const botApi: Readonly<Record<string, MemberModel>> = {
  "get*": reads,
  getUpdates: writes,
  "on once off onText addListener removeListener use config.use": changesIt,
  raw: { value: "Telegram" },
  downloadFile: { reads: ["net"], writes: ["fs"], latency: "io" },
  "add* answer* approve* ban* close* copy* create* decline* delete* edit* export* forward* hide* kick* leave* log* pin* promote* refund* remove* reopen* reply* restrict* revoke* send* set* stop* transfer* unban* unpin* upload* verify*":
    writes,
};

/** Telegram's interface for bots: each question is a request of its own. */
export const telegramBots: PackageModel = {
  package: ["telegraf", "grammy", "node-telegram-bot-api", "gramio"],
  system: "telegram",
  types: {
    "Telegraf Bot Context NarrowedContext": {
      members: { "telegram tg api": { value: "Telegram" }, ...botApi },
    },
    "Telegram Api RawApi TelegramBot": { members: botApi },
  },
};

/** Telegram's protocol for its users' applications, whose requests are named for what they do. */
export const telegramClients: PackageModel = {
  package: ["telegram", "@mtcute/node"],
  system: "telegram",
  types: {
    TelegramClient: {
      members: {
        "getEntity getInputEntity getMe getMessages getParticipants getDialogs getPeerId getUser getUsers getChat getChatMember getFullChat getFullUser getHistory resolvePeer isUserAuthorized":
          reads,
        invoke: {
          ...writes,
          decidedBy: { by: "command", argument: 0, reading: ["Get", "Search", "Check", "Resolve"] },
        },
        "send* edit* delete* forward* mark* pin* unpin* upload* kick* set*": writes,
        "addEventHandler removeEventHandler on": changesIt,
      },
    },
  },
};

/** Slack's framework for applications, around its client. */
export const slackApplications: PackageModel = {
  package: "@slack/bolt",
  types: { App: { members: { client: { value: "@slack/web-api:WebClient" } } } },
};

/** What is known of posts and people, by clients that name a question by what it brings. */
export const microblogs: PackageModel = {
  package: "twitter-api-v2",
  types: {
    "TwitterApi TwitterApiReadOnly TwitterApiReadWrite": {
      members: {
        "v1 v2 readOnly readWrite": { value: "Version" },
        currentUser: reads,
        currentUserV2: reads,
      },
    },
    "Version TwitterApiv2 TwitterApiv2ReadOnly TwitterApiv2ReadWrite TwitterApiv1": {
      members: {
        "me user users userByUsername usersByUsernames singleTweet tweets search searchAll searchRecent userTimeline userMentionTimeline homeTimeline userLikedTweets tweetLikedBy tweetRetweetedBy followers following userFollowers list listTweets listMembers listFollowers listsOwned listMemberships space spaces tweetCountRecent tweetCountAll":
          reads,
        "tweet reply quote thread tweetThread deleteTweet like unlike retweet unretweet follow unfollow block unblock mute unmute createList updateList removeList bookmark deleteBookmark sendDm* uploadMedia":
          writes,
      },
    },
  },
};
