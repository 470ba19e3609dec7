/** `sealstack kms-plugin` in a process of its own, as kubelet or systemd would run it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { REPO_ROOT } from "../../../tools/paths";
import { program } from "../processes/program";

/** What the plugin writes: one JSON object a line. */
export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** How long a plugin may take to start on a busy machine, milliseconds. */
const START_MS = 60_000;

export class PluginProcess {
  readonly log: LogLine[] = [];
  /** Everything on standard error that is no JSON. */
  readonly said: string[] = [];
  private readonly waiting: Array<() => void> = [];
  /** Of its HTTP server. */
  private port = 0;
  readonly exit: Promise<readonly [number | null, NodeJS.Signals | null]>;

  private constructor(readonly child: ChildProcess) {
    this.exit = once(child, "exit").then(([status, signal]) => [status, signal] as const);
    let rest = "";
    const take = (chunk: Buffer) => {
      const lines = `${rest}${chunk}`.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.takeLine(line);
      for (const look of [...this.waiting]) look();
    };
    child.stderr?.on("data", take);
    child.stdout?.on("data", take);
  }

  /**
   * Starts it and waits until all sockets are open.
   * @param flags without the address of the health server @param env instead of that of the tests @param tool instead of the one that is built here
   */
  static async start(
    flags: readonly string[],
    env: NodeJS.ProcessEnv = process.env,
    tool: readonly [string, ...string[]] = program(),
  ): Promise<PluginProcess> {
    const [command, ...words] = tool;
    const child = spawn(command, [...words, "kms-plugin", "--health-port", "127.0.0.1:0", ...flags], {
      cwd: REPO_ROOT,
      stdio: ["ignore", "pipe", "pipe"],
      env,
    });
    const plugin = new PluginProcess(child);
    const { port } = await Promise.race([
      plugin.logged("health and metrics are served", START_MS),
      plugin.exit.then(([status]) => {
        throw new Error(`the plugin ended with status ${status}: ${plugin.said.join("\n")}`);
      }),
    ]);
    plugin.port = Number(port);
    return plugin;
  }

  private takeLine(line: string): void {
    try {
      this.log.push(JSON.parse(line) as LogLine);
    } catch {
      this.said.push(line);
    }
  }

  /** The first line with that message, now or later. */
  async logged(message: string, withinMs = 15_000): Promise<LogLine> {
    return await this.lineWhere((line) => line.message === message, message, withinMs);
  }

  async lineWhere(matches: (line: LogLine) => boolean, what: string, withinMs = 15_000): Promise<LogLine> {
    return await new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(timer);
        this.waiting.splice(this.waiting.indexOf(look), 1);
      };
      const timer = setTimeout(() => {
        done();
        reject(
          new Error(`not logged within ${withinMs} ms: ${what}; last: ${JSON.stringify(this.log.at(-1))}`),
        );
      }, withinMs);
      const look = () => {
        const found = this.log.find(matches);
        if (found === undefined) return;
        done();
        resolve(found);
      };
      this.waiting.push(look);
      look();
    });
  }

  /** What its HTTP server answers. */
  get(path: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const asked = request({ host: "127.0.0.1", port: this.port, path, agent: false }, (reply) => {
        let text = "";
        reply.on("data", (chunk) => {
          text += chunk;
        });
        reply.on("end", () => resolve({ status: reply.statusCode ?? 0, text: text.trim() }));
      });
      asked.on("error", reject);
      asked.end();
    });
  }

  async end(signal: NodeJS.Signals = "SIGTERM"): Promise<readonly [number | null, NodeJS.Signals | null]> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill(signal);
    return await this.exit;
  }
}
