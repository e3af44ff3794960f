import type { MemberModel, PackageModel } from "../model.js";

const pure: MemberModel = {};
const runsIt: MemberModel = { runs: [0] };

/** Observables that are made into promises; what they do is what they are made of. */
export const rxjs: PackageModel = {
  package: ["rxjs", "rxjs/operators"],
  exports: {
    "firstValueFrom lastValueFrom from of": pure,
    "map filter tap catchError retryWhen finalize switchMap mergeMap concatMap takeWhile first last defer":
      runsIt,
    "take timeout retry toArray defaultIfEmpty throwError timer": pure,
  },
  types: {
    Observable: {
      members: { pipe: { returns: "Observable" }, toPromise: pure },
    },
  },
};
