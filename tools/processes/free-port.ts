import { createServer } from "node:net";

const ANY_PORT = 0;

/**
 * A port of 127.0.0.1 that nobody has now.
 * @param preferred taken when it is free. @default - any
 */
export async function freePort(preferred = ANY_PORT): Promise<number> {
  return (await tryPort(preferred)) ?? (await tryPort(ANY_PORT)) ?? preferred;
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : undefined));
    });
  });
}
