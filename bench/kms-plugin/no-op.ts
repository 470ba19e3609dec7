/** The gRPC server of the plugin with nothing behind it: what is left when everything of ours is taken away. Takes the path of its socket. */
import { createServer } from "node:net";
import { Server, ServerCredentials, type sendUnaryData } from "@grpc/grpc-js";
import { V2_SERVICE } from "../../scripts/kms-plugin/server/api";

const answer =
  <T>(value: T) =>
  (_call: unknown, done: sendUnaryData<T>): void =>
    done(null, value);

const server = new Server({ "grpc.enable_channelz": 0 });
server.addService(V2_SERVICE, {
  Status: answer({ version: "v2", healthz: "ok", keyId: "no-op" }),
  Encrypt: answer({ ciphertext: Buffer.alloc(185), keyId: "no-op" }),
  Decrypt: answer({ plaintext: Buffer.alloc(32) }),
});
const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
createServer((connection) => injector.injectConnection(connection)).listen(process.argv[2]);
