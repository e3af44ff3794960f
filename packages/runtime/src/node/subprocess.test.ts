import { constants } from "node:os";
import { describe, expect, test } from "@jest/globals";
import { errorOf } from "../conformance/error-of.js";
import { CancelledError, createTask, gather, getRunningLoop, sleep } from "../index.js";
import {
  createSubprocessExec,
  createSubprocessShell,
  DEVNULL,
  PIPE,
  type Process,
  ProcessLookupError,
  STDOUT,
  type SubprocessOptions,
} from "../node.js";
import { codeOf, TemporaryFolder, untilQuiet } from "../proofs/peers.js";
import { runVirtual } from "../testing.js";

const { SIGHUP, SIGKILL, SIGTERM } = constants.signals;

/** Runs a test on virtual time, and waits until nothing of the host's is left. */
function inLoop(body: () => Promise<void>): () => Promise<void> {
  return () =>
    runVirtual(async () => {
      await body();
      expect(await untilQuiet(getRunningLoop())).toBe(0);
    });
}

/** A Node that runs this program. */
async function node(program: string, options: SubprocessOptions = {}): Promise<Process> {
  return await createSubprocessExec(process.execPath, ["-e", program], options);
}

const COPY = "process.stdin.pipe(process.stdout)";
const COUNT =
  "let n = 0; process.stdin.on('data', (d) => n += d.length).on('end', () => console.log(n))";
const BLOCK = "setTimeout(() => {}, 3_600_000)";
/** More than a pipe holds. */
const LARGE = Buffer.alloc(4 * 2 ** 20, "x");

describe("a process", () => {
  test(
    "is written to and read from [test_subprocess.SubprocessMixin.test_stdin_stdout]",
    inLoop(async () => {
      const child = await node(COPY, { stdin: PIPE, stdout: PIPE });
      child.stdin?.write("some data");
      await child.stdin?.drain();
      child.stdin?.close();
      expect(String(await child.stdout?.read())).toBe("some data");
      expect(await child.wait()).toBe(0);
    }),
  );

  test(
    "of the shell gives its exit code [test_subprocess.SubprocessMixin.test_shell]",
    inLoop(async () => {
      const child = await createSubprocessShell("exit 7");
      expect([child.returnCode, await child.wait(), child.returnCode]).toEqual([null, 7, 7]);
    }),
  );

  test(
    "may have a session of its own [test_subprocess.SubprocessMixin.test_start_new_session]",
    inLoop(async () => {
      const child = await createSubprocessShell("ps -o sid= -p $$; exit 8", {
        startNewSession: true,
        stdout: PIPE,
      });
      const [output] = await child.communicate();
      expect([Number(output), child.returnCode]).toEqual([child.pid, 8]);
    }),
  );

  test(
    "may be given its folder and its environment [test_subprocess.SubprocessMixin.test_create_subprocess_env_exec]",
    inLoop(async () => {
      using folder = new TemporaryFolder();
      const child = await node("process.stdout.write(process.env.FOO + process.cwd())", {
        cwd: folder.at(""),
        env: { ...process.env, FOO: "baz" },
        stdout: PIPE,
      });
      const [output] = await child.communicate();
      expect(`${output}/`).toMatch(/^baz.*awaitwise-\w+\/$/);
      expect(child.returnCode).toBe(0);
    }),
  );

  test(
    "of the shell may be given its environment [test_subprocess.SubprocessMixin.test_create_subprocess_env_shell]",
    inLoop(async () => {
      const child = await createSubprocessShell('printf %s "$FOO"', {
        env: { ...process.env, FOO: "bar" },
        stdout: PIPE,
      });
      expect(String((await child.communicate())[0])).toBe("bar");
    }),
  );

  test(
    "takes paths for its program and its arguments [test_subprocess.SubprocessMixin.test_create_subprocess_exec_with_path]",
    inLoop(async () => {
      const child = await createSubprocessExec(process.execPath, ["-e", "", "."]);
      expect(await child.wait()).toBe(0);
    }),
  );

  test(
    "that cannot be started throws, and leaves nothing open [test_subprocess.SubprocessMixin.test_popen_error] [test_subprocess.SubprocessMixin.test_popen_error_with_stdin_pipe]",
    inLoop(async () => {
      const missing = "/nowhere/at-all";
      for (const options of [
        {},
        { stdin: PIPE },
        { stdin: PIPE, stdout: PIPE, stderr: STDOUT },
      ] as const) {
        expect(await codeOf(createSubprocessExec(missing, [], options))).toBe("ENOENT");
      }
      expect(await codeOf(node("", { cwd: "/nowhere" }))).toBe("ENOENT");
    }),
  );

  test(
    "is ended by the end of its block [test_subprocess.SubprocessMixin.test_close_kill_running]",
    inLoop(async () => {
      let child: Process;
      {
        await using held = await node(BLOCK);
        child = held;
      }
      expect(child.returnCode).toBe(-SIGKILL);
      expect(String(child)).toBe(`<Process ${child.pid} ended with ${-SIGKILL}>`);
    }),
  );

  test(
    "that has ended is left alone by the end of its block [test_subprocess.SubprocessMixin.test_close_dont_kill_finished]",
    inLoop(async () => {
      let child: Process;
      {
        await using held = await node("", { stdin: PIPE });
        child = held;
        await child.wait();
      }
      expect(child.returnCode).toBe(0);
    }),
  );

  test("is ended by the end of the loop", async () => {
    const pid = await runVirtual(async () => {
      const child = await node(`console.log("runs"); ${BLOCK}`, { stdout: PIPE });
      await child.stdout?.readLine();
      return child.pid;
    });
    await expect(
      (async () => {
        // Node learns of the end by itself: until then the process is still there.
        for (;;) {
          process.kill(pid, 0);
          await new Promise(setImmediate);
        }
      })(),
    ).rejects.toMatchObject({ code: "ESRCH" });
  });
});

describe("options that no process has", () => {
  const makers: [string, (options: SubprocessOptions) => PromiseLike<Process>][] = [
    ["createSubprocessExec", (options) => createSubprocessExec(process.execPath, [], options)],
    ["createSubprocessShell", (options) => createSubprocessShell("true", options)],
  ];

  test.each(makers)(
    "are refused by %s, text above all [test_subprocess.SubprocessMixin.test_create_subprocess_exec_text_mode_fails] [test_subprocess.SubprocessMixin.test_create_subprocess_shell_text_mode_fails]",
    (_name, make) =>
      runVirtual(async () => {
        for (const options of [{ text: true }, { encoding: "utf8" }, { errors: "strict" }]) {
          const error = await errorOf(make(options as SubprocessOptions));
          expect(error).toBeInstanceOf(TypeError);
          expect(error.message).toMatch(/^A process has no option "\w+": its streams give bytes/);
        }
        for (const options of [{ stdin: STDOUT }, { stdout: "inherit" }, { stderr: null }]) {
          expect(await errorOf(make(options as never))).toBeInstanceOf(TypeError);
        }
      }),
  );
});

describe("communicate", () => {
  test(
    "writes the input, and gives the output [test_subprocess.SubprocessMixin.test_communicate]",
    inLoop(async () => {
      const child = await node(COPY, { stdin: PIPE, stdout: PIPE });
      const [output, errors] = await child.communicate("some data");
      expect([String(output), errors, child.returnCode]).toEqual(["some data", null, 0]);
    }),
  );

  test(
    "without input ends the input at once [test_subprocess.SubprocessMixin.test_communicate_none_input]",
    inLoop(async () => {
      const child = await node(COPY, { stdin: PIPE, stdout: PIPE });
      expect(String((await child.communicate())[0])).toBe("");
      expect(child.returnCode).toBe(0);
    }),
  );

  test(
    "passes more than a pipe holds, both ways",
    inLoop(async () => {
      const child = await node(COPY, { stdin: PIPE, stdout: PIPE });
      const [output] = await child.communicate(LARGE);
      expect(output?.equals(LARGE)).toBe(true);
    }),
  );

  test(
    "does not mind a process that does not read its input [test_subprocess.SubprocessMixin.test_communicate_ignore_broken_pipe]",
    inLoop(async () => {
      const child = await node("", { stdin: PIPE });
      expect(await child.communicate(LARGE)).toEqual([null, null]);
      expect(await child.wait()).toBe(0);
    }),
  );

  test(
    "reads more than the limit of the readers [test_subprocess.SubprocessMixin.test_pause_reading]",
    inLoop(async () => {
      const child = await node("process.stdout.write('x'.repeat(1_000_000))", {
        stdin: PIPE,
        stdout: PIPE,
        limit: 10,
      });
      const socket = child.stdout as unknown as { toString(): string };
      await new Promise<void>((resolve) => {
        const look = (): void => {
          if (String(socket).endsWith("paused>")) {
            resolve();
          } else {
            setImmediate(look);
          }
        };
        look();
      });
      expect((await child.communicate())[0]).toHaveLength(1_000_000);
    }),
  );

  test(
    "ends the input even where another process could hold it open [test_subprocess.SubprocessMixin.test_stdin_not_inheritable]",
    inLoop(async () => {
      const options = { stdin: PIPE, stdout: PIPE, stderr: PIPE } as const;
      const other = await node(BLOCK, options);
      const child = await node(COUNT, options);
      expect(String((await child.communicate("abc"))[0])).toBe("3\n");
      const later = await node(COUNT, options);
      expect(String((await later.communicate("abcd"))[0])).toBe("4\n");
      other.kill();
      await other.communicate();
    }),
  );

  test(
    "takes empty input for input [test_subprocess.SubprocessMixin.test_empty_input]",
    inLoop(async () => {
      const child = await node(COUNT, { stdin: PIPE, stdout: PIPE, stderr: PIPE });
      const [output, errors] = await child.communicate("");
      expect([String(output), String(errors), child.returnCode]).toEqual(["0\n", "", 0]);
    }),
  );

  test(
    "refuses input for a process whose input is no pipe",
    inLoop(async () => {
      const child = await node("", {});
      expect(await errorOf(child.communicate("x"))).toEqual(
        new TypeError("Input needs a process that was started with stdin: PIPE"),
      );
      await child.wait();
    }),
  );

  test(
    "gives the errors of a process, in a pipe of their own or with the output, in the order in which they were written",
    inLoop(async () => {
      const program = `const { writeSync } = require("node:fs");
        for (const part of ["one ", "two ", "three "]) { writeSync(1, part); writeSync(2, part.toUpperCase()); }`;
      const apart = await node(program, { stdout: PIPE, stderr: PIPE });
      expect((await apart.communicate()).map(String)).toEqual(["one two three ", "ONE TWO THREE "]);
      const together = await node(program, { stdout: PIPE, stderr: STDOUT });
      expect((await together.communicate()).map(String)).toEqual([
        "one ONE two TWO three THREE ",
        "null",
      ]);
      const nowhere = await node(program, { stdout: DEVNULL, stderr: STDOUT });
      expect(await nowhere.communicate()).toEqual([null, null]);
    }),
  );

  test(
    "of many processes at once gives each its own [test_subprocess.SubprocessMixin.test_subprocess_communicate_stdout]",
    inLoop(async () => {
      const names = Array.from({ length: 10 }, (_, i) => `foo${i}`);
      const outputOf = async (name: string): Promise<string> => {
        const child = await createSubprocessShell(`echo ${name}`, { stdout: PIPE });
        return String((await child.communicate())[0]).trim();
      };
      expect(await gather(names.map((name) => createTask(outputOf, name)))).toEqual(names);
    }),
  );
});

describe("nothing", () => {
  test(
    "is read where the input is nothing [test_subprocess.SubprocessMixin.test_devnull_input]",
    inLoop(async () => {
      const child = await node(COUNT, { stdin: DEVNULL, stdout: PIPE, stderr: PIPE });
      expect(String((await child.communicate())[0])).toBe("0\n");
    }),
  );

  test(
    "is given where the output goes to nothing [test_subprocess.SubprocessMixin.test_devnull_output]",
    inLoop(async () => {
      const child = await node(COUNT, { stdin: PIPE, stdout: DEVNULL, stderr: PIPE });
      expect([(await child.communicate("abc"))[0], child.returnCode]).toEqual([null, 0]);
    }),
  );

  test(
    "is given where the errors go to nothing [test_subprocess.SubprocessMixin.test_devnull_error]",
    inLoop(async () => {
      const child = await node(COUNT, { stdin: PIPE, stdout: PIPE, stderr: DEVNULL });
      expect([(await child.communicate("abc"))[1], child.returnCode]).toEqual([null, 0]);
    }),
  );
});

describe("a signal", () => {
  test.each([
    ["kill", SIGKILL, (child: Process) => child.kill()],
    ["terminate", SIGTERM, (child: Process) => child.terminate()],
  ])(
    "by %s ends the process, and is its return code, below 0 [test_subprocess.SubprocessMixin.test_kill] [test_subprocess.SubprocessMixin.test_terminate]",
    (_name, signal, send) =>
      inLoop(async () => {
        const child = await node(BLOCK);
        send(child);
        expect(await child.wait()).toBe(-signal);
      })(),
  );

  test(
    "ends a shell that runs something [test_subprocess.SubprocessMixin.test_kill_issue43884]",
    inLoop(async () => {
      const child = await createSubprocessShell("echo runs; exec 1>&-; sleep 1; sleep 1", {
        stdout: PIPE,
      });
      expect(String(await child.stdout?.readLine())).toBe("runs\n");
      child.kill();
      expect(await child.wait()).toBe(-SIGKILL);
      expect(String(await child.stdout?.read())).toBe("");
    }),
  );

  test(
    "of any kind can be sent [test_subprocess.SubprocessMixin.test_send_signal]",
    inLoop(async () => {
      for (const signal of ["SIGHUP", SIGHUP] as const) {
        const child = await node(`console.log("sleeping"); ${BLOCK}`, { stdout: PIPE });
        expect(String(await child.stdout?.readLine())).toBe("sleeping\n");
        child.sendSignal(signal);
        expect(await child.wait()).toBe(-SIGHUP);
      }
    }),
  );

  test(
    "to a process that has ended throws [test_subprocess.SubprocessTransportTests.test_proc_exited]",
    inLoop(async () => {
      const child = await node("process.exit(6)");
      expect(await child.wait()).toBe(6);
      for (const send of [
        () => child.sendSignal("SIGTERM"),
        () => child.terminate(),
        () => child.kill(),
      ]) {
        expect(send).toThrow(new ProcessLookupError(`Process ${child.pid} has ended with 6`));
      }
    }),
  );

  test(
    "to one that is just ending either reaches it or throws [test_subprocess.SubprocessMixin.test_subprocess_send_signal_race]",
    inLoop(async () => {
      const codes: number[] = [];
      for (let i = 0; i < 10; i++) {
        const child = await createSubprocessShell("exit 0", { stdin: PIPE });
        // Its end is known to the system now, or about to be; to the loop perhaps not yet.
        await child.stdin?.waitClosed();
        try {
          child.sendSignal("SIGUSR1");
        } catch (error) {
          expect(error).toBeInstanceOf(ProcessLookupError);
        }
        codes.push(await child.wait());
      }
      expect(codes.filter((code) => code > 0)).toEqual([]);
    }),
  );
});

describe("writing to a process that has ended", () => {
  test(
    "throws at the drain [test_subprocess.SubprocessMixin.test_stdin_broken_pipe]",
    inLoop(async () => {
      const child = await node("process.stdin.once('data', () => process.exit(0))", {
        stdin: PIPE,
      });
      child.stdin?.write(LARGE);
      expect(["EPIPE", "ECONNRESET"]).toContain(
        await codeOf(child.stdin?.drain() as PromiseLike<void>),
      );
      await child.wait();
    }),
  );
});

describe("waiting for a process", () => {
  test(
    "can be cancelled; the process goes on [test_subprocess.SubprocessMixin.test_cancel_process_wait]",
    inLoop(async () => {
      const child = await node(BLOCK);
      const task = createTask(() => child.wait());
      getRunningLoop().callSoon(() => task.cancel());
      expect(await errorOf(task)).toBeInstanceOf(CancelledError);
      expect(task.cancel()).toBe(false);
      expect(child.returnCode).toBe(null);
      child.kill();
      expect(await child.wait()).toBe(-SIGKILL);
    }),
  );

  test(
    "can be done by many [test_subprocess.SubprocessMixin.test_subprocess_concurrent_wait]",
    inLoop(async () => {
      const child = await node(COPY, { stdin: PIPE, stdout: PIPE });
      const waiters = Array.from({ length: 10 }, () => createTask(() => child.wait()));
      expect(String((await child.communicate("some data"))[0])).toBe("some data");
      expect(await gather(waiters)).toEqual(Array(10).fill(0));
      expect(await gather(Array.from({ length: 10 }, () => () => child.wait()))).toEqual(
        Array(10).fill(0),
      );
    }),
  );

  test(
    "holds virtual time, which jumps only when it is over",
    inLoop(async () => {
      const loop = getRunningLoop();
      const timer = createTask(() => sleep(3_600_000));
      const child = await node("setTimeout(() => process.exit(3), 20)");
      expect([await child.wait(), loop.time()]).toEqual([3, 0]);
      await timer;
      expect(loop.time()).toBe(3_600_000);
    }),
  );
});

describe("starting a process", () => {
  test(
    "can be cancelled: the process is ended [test_subprocess.SubprocessMixin.test_cancel_make_subprocess_transport_exec] [test_subprocess.SubprocessMixin.test_cancel_post_init]",
    inLoop(async () => {
      const task = createTask(() => node(BLOCK, { stdin: PIPE }));
      getRunningLoop().callSoon(() => task.cancel());
      expect(await errorOf(task)).toBeInstanceOf(CancelledError);
    }),
  );
});

describe("the output of a process", () => {
  test(
    "can be read after its end [test_subprocess.SubprocessMixin.test_read_stdout_after_process_exit]",
    inLoop(async () => {
      const child = await node(
        "for (let i = 0; i < 64; i++) require('node:fs').writeSync(1, 'x'.repeat(4096)); process.exitCode = 1",
        { stdout: PIPE },
      );
      let size = 0;
      for (;;) {
        const data = await child.stdout?.read(65_536);
        if (data === undefined || data.length === 0) {
          break;
        }
        size += data.length;
        await sleep(300);
      }
      expect([size, await child.wait()]).toEqual([64 * 4_096, 1]);
    }),
  );

  test(
    "can be read whole where the limit is a byte [test_streams.StreamTests.test_read_all_from_pipe_reader]",
    inLoop(async () => {
      const child = await node("process.stdout.write('data')", { stdout: PIPE, limit: 1 });
      await child.wait();
      expect(String(await child.stdout?.read(-1))).toBe("data");
    }),
  );

  test(
    "and its errors come each with an end, and the end of the process [test_subprocess.SubprocessMixin.test_subprocess_protocol_events]",
    inLoop(async () => {
      const events: string[] = [];
      const child = await node("process.stdout.write('stdout'); process.stderr.write('stderr')", {
        stdout: PIPE,
        stderr: PIPE,
      });
      const follow = async (name: "stdout" | "stderr"): Promise<void> => {
        for await (const data of child[name] ?? []) {
          events.push(`${name}: ${data}`);
        }
        events.push(`${name} ended`);
      };
      await gather(
        () => follow("stdout"),
        () => follow("stderr"),
        async () => events.push(`exit ${await child.wait()}`),
      );
      const of = (start: string) => events.filter((event) => event.startsWith(start));
      expect([of("stdout"), of("stderr"), of("exit")]).toEqual([
        ["stdout: stdout", "stdout ended"],
        ["stderr: stderr", "stderr ended"],
        ["exit 0"],
      ]);
    }),
  );
});

describe("a process's description", () => {
  test(
    "tells its number and how it ended [test_subprocess.SubprocessTransportTests.test_subprocess_repr]",
    inLoop(async () => {
      const child = await node("process.exit(6)");
      const before = String(child);
      await child.wait();
      expect([before, String(child)]).toEqual([
        `<Process ${child.pid}>`,
        `<Process ${child.pid} ended with 6>`,
      ]);
    }),
  );
});
