import type { Look, Style } from "../terminal/terminal.js";
import { doingOf, placeOfTask, shortPath, titleOf } from "./describe-task.js";
import { noTasks } from "./format-ps.js";
import type { LoopState, ProcessState, TaskState } from "./process-state.js";

/**
 * The tasks of a process as a tree: each stands below the one that waits for it. One that several wait for is drawn
 * once, and named again.
 */
export function formatPstree(state: ProcessState, cwd: string, { style }: Look): string {
  const script = state.script === null ? "" : `, ${shortPath(state.script, cwd)}`;
  const head = `process ${state.pid} (node ${state.node}${script})`;
  const many = state.loops.length > 1;
  const loops = state.loops.flatMap((loop, index) => [
    ...(many ? [`loop ${index + 1}`] : []),
    ...new TaskTree(loop, cwd, style).lines(),
  ]);
  return [style.bold(head), ...(loops.length === 0 ? [noTasks(state)] : loops)].join("\n");
}

class TaskTree {
  readonly #tasks: ReadonlyMap<number, TaskState>;
  readonly #cwd: string;
  readonly #style: Style;
  readonly #drawn = new Set<number>();
  readonly #lines: string[] = [];

  constructor({ tasks }: LoopState, cwd: string, style: Style) {
    this.#tasks = new Map(tasks.map((task) => [task.id, task]));
    this.#cwd = cwd;
    this.#style = style;
  }

  lines(): readonly string[] {
    const awaited = new Set([...this.#tasks.values()].flatMap(({ awaits }) => awaits));
    const roots = [...this.#tasks.values()].filter(({ id }) => !awaited.has(id));
    const below = new Set<number>();
    for (const root of roots) this.#reach(root, below);
    // What no root leads to waits in a circle, which has to be entered somewhere.
    for (const task of this.#tasks.values()) {
      if (!below.has(task.id)) {
        roots.push(task);
        this.#reach(task, below);
      }
    }
    roots.forEach((root, index) => {
      this.#draw(root, "", index === roots.length - 1);
    });
    return this.#lines;
  }

  #reach(task: TaskState, reached: Set<number>): void {
    if (reached.has(task.id)) return;
    reached.add(task.id);
    for (const child of this.#childrenOf(task)) this.#reach(child, reached);
  }

  #childrenOf({ awaits }: TaskState): TaskState[] {
    return awaits.flatMap((id) => this.#tasks.get(id) ?? []);
  }

  #draw(task: TaskState, indent: string, isLast: boolean): void {
    const branch = `${indent}${isLast ? "└── " : "├── "}`;
    const title = this.#style.bold(titleOf(task));
    if (this.#drawn.has(task.id)) {
      this.#lines.push(`${branch}${title}  see above`);
      return;
    }
    this.#drawn.add(task.id);
    const place = placeOfTask(task, this.#cwd);
    const at = place === "" ? "" : `  ${this.#style.dim(place)}`;
    this.#lines.push(`${branch}${title}  ${doingOf(task)}${at}`);
    const children = this.#childrenOf(task);
    children.forEach((child, index) => {
      this.#draw(child, `${indent}${isLast ? "    " : "│   "}`, index === children.length - 1);
    });
  }
}
