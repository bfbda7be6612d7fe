import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { LOGGER, type Logger } from '#platform';
import { ATTACHMENT_STORE, type AttachmentStore } from './attachment-store.ts';

const EVERY_MILLIS = 3_600_000;

/** Sweeps what refused and broken requests left of contents: at the start and each hour. */
@Injectable()
export class AttachmentSweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(ATTACHMENT_STORE) private readonly store: AttachmentStore,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.sweep();
    this.timer = setInterval(() => {
      this.running = this.running.then(() => this.sweep());
    }, EVERY_MILLIS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.running;
  }

  private async sweep(): Promise<void> {
    try {
      const swept = await this.store.sweep();
      if (swept > 0) this.logger.info({ uploads: swept }, 'attachments without a statement were deleted');
    } catch (error) {
      // They stay until the next time; nothing reads them.
      this.logger.warn({ err: error }, 'attachments without a statement were not deleted');
    }
  }
}
