// Fake provider in dialect A with any response, for responses that the sandbox never gives.
import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export class FakeProvider {
  /** Response body to every request. */
  response: unknown = {};

  private constructor(
    private readonly server: HttpServer,
    readonly url: string,
  ) {}

  static async start(): Promise<FakeProvider> {
    const server = createServer((request, response) => {
      request.resume();
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(provider.response));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const provider = new FakeProvider(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return provider;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
