export {
  createNodes,
  createNodes as createNodesV2,
  type InferredProjects,
  type NxContext,
} from "./create-nodes.js";
export type { AwaitwiseOptions } from "./options.js";
export type { CheckTarget } from "./target.js";

/** The name that Nx shows where it speaks of the plugin. */
export const name = "@awaitwise/nx";
