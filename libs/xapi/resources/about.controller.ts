import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public, SETTINGS_TOKEN, type Settings } from '#platform';
import { ApiAnswer } from '#platform/http';
import { z } from 'zod';
import type { RawParameters } from '../http/query-parameters.ts';
import { SPOKEN_VERSIONS } from '../http/version-header.ts';
import { refuseParameters } from '../http/write-parameters.ts';
import { PAGE_STATEMENTS } from '../limits.ts';

/** The key of the extension that tells the limits. */
export const LIMITS_EXTENSION = 'urn:plumbline:xapi:limits';

const aboutAnswer = z.object({
  version: z.array(z.string()),
  extensions: z.record(z.string(), z.record(z.string(), z.json())),
});

/** The About Resource (xAPI 1.0.3 Communication 2.8, IEEE 9274.1.1 4.1.6.7): needs neither a key nor a version header. */
@ApiTags('xapi')
@Controller('xapi/about')
@Public()
export class AboutController {
  constructor(@Inject(SETTINGS_TOKEN) private readonly settings: Settings) {}

  @Get()
  @ApiOperation({ summary: 'The versions of xAPI that are spoken, and the limits of a request.' })
  @ApiAnswer({ description: 'About this LRS.', schema: aboutAnswer })
  about(@Query() parameters: RawParameters): {
    version: readonly string[];
    extensions: Readonly<Record<string, object>>;
  } {
    refuseParameters(parameters);
    const limits = {
      bodyBytes: this.settings.maxBodyBytes,
      attachmentBytes: this.settings.maxAttachmentBytes,
      attachmentsPerRequest: this.settings.maxAttachments,
      attachmentBytesPerRequest: this.settings.maxAttachmentSumBytes,
      statementsPerRequest: this.settings.maxStatements,
      statementsPerPage: PAGE_STATEMENTS,
      depth: this.settings.maxDepth,
      stringLength: this.settings.maxStringLength,
    };
    return { version: SPOKEN_VERSIONS, extensions: { [LIMITS_EXTENSION]: limits } };
  }
}
