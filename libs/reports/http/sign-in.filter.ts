import { Catch, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LOGGER, Problem, type Logger } from '#platform';
import { ProblemFilter } from '#platform/http';

/** Sends a browser without a key to the sign-in page; everyone else gets the problem. */
@Catch(Problem)
export class SignInFilter implements ExceptionFilter<Problem> {
  private readonly answer: ExceptionFilter['catch'];

  constructor(@Inject(LOGGER) logger: Logger) {
    const problems = new ProblemFilter(logger);
    this.answer = problems.catch.bind(problems);
  }

  catch(problem: Problem, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const { accept, authorization } = request.headers;
    const browser = authorization === undefined && (accept ?? '').includes('text/html');
    if (problem.status !== 401 || !browser) {
      this.answer(problem, host);
      return;
    }
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    void reply
      .header('Cache-Control', 'no-store')
      .redirect(`/dashboards/sign-in?next=${encodeURIComponent(request.url)}`, 302);
  }
}
