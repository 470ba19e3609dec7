/** A server that answers as no service does: not at all, byte by byte, or without end. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface OddServer {
  readonly url: string;
  /** Requests so far. */
  readonly requests: () => number;
  close(): Promise<void>;
}

export type Odd = (outgoing: ServerResponse, incoming?: IncomingMessage) => void;

export async function oddServer(answer: Odd): Promise<OddServer> {
  let requests = 0;
  const server = createServer((incoming, outgoing) => {
    requests += 1;
    outgoing.on("error", () => {});
    incoming.resume().once("end", () => answer(outgoing, incoming));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Nothing, not even headers. */
export const silent: Odd = () => {};

/** Headers, and nothing behind them. */
export const headersOnly: Odd = (outgoing) => outgoing.writeHead(200).flushHeaders();

/** A reply of which most never comes. */
export const brokenOff: Odd = (outgoing) => {
  outgoing.writeHead(200, { "content-length": "1000" });
  outgoing.write("x", () => outgoing.destroy());
};

/** A byte every few milliseconds, for ever. */
export const trickling: Odd = (outgoing) => {
  outgoing.writeHead(200);
  const timer = setInterval(() => outgoing.write(" "), 10);
  outgoing.on("close", () => clearInterval(timer));
};

/** As many bytes as are taken, for ever. */
export const endless: Odd = (outgoing) => {
  if (!outgoing.headersSent) outgoing.writeHead(200);
  const chunk = Buffer.alloc(64 * 1024, " ");
  const more = (): void => {
    while (!outgoing.destroyed && outgoing.write(chunk));
  };
  outgoing.on("drain", more);
  more();
};
