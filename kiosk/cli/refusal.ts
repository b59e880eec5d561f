/** Why a command does not go on: 1 the input is wrong, 2 the environment is wrong. The message says where and what to do. */
export class Refusal extends Error {
  readonly exitCode: 1 | 2;
  constructor(exitCode: 1 | 2, message: string) {
    super(message);
    this.name = 'Refusal';
    this.exitCode = exitCode;
  }
}
