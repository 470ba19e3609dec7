import { instanceRegion } from "../../../../scripts/clients/settings/instance-region";
import {
  endless,
  headersOnly,
  type Odd,
  type OddServer,
  oddServer,
  silent,
  trickling,
} from "../../../helpers/servers/odd-server";

describe("the region of the instance", () => {
  let server: OddServer;
  afterEach(() => server.close());

  const ask = async (odd: Odd): Promise<string | undefined> => {
    server = await oddServer((outgoing, incoming) =>
      incoming?.url?.endsWith("/token") ? outgoing.end("token") : odd(outgoing, incoming),
    );
    return instanceRegion({ AWS_EC2_METADATA_SERVICE_ENDPOINT: server.url });
  };

  it("is what the metadata service says", async () => {
    expect(await ask((outgoing) => outgoing.end("eu-central-1"))).toBe("eu-central-1");
  });

  it.each<[string, Odd]>([
    ["is silent", silent],
    ["is silent behind its headers", headersOnly],
    ["sends byte by byte", trickling],
    ["never stops", endless],
    ["says something else", (outgoing) => outgoing.end("<html>")],
    ["refuses", (outgoing) => outgoing.writeHead(404).end()],
    ["breaks off", (outgoing) => outgoing.destroy()],
  ])("is not known where the service %s", async (_what, odd) => {
    expect(await ask(odd)).toBeUndefined();
  });
});
