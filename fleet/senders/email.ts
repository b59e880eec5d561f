import { createTransport } from 'nodemailer';
import type { SendNotice } from '../ports.ts';

export interface Email {
  readonly smtp: {
    readonly host: string;
    readonly port: number;
    readonly secure: boolean;
    readonly user?: string;
    readonly password?: string;
  };
  readonly from: string;
}

/** One address and nothing around it: no list, no name, no line end. */
const ADDRESS = /^[^\s@,;:<>"()[\]\\\p{C}]+@[^\s@,;:<>"()[\]\\\p{C}]+$/u;
const checked = (address: string): { name: string; address: string } => {
  if (!ADDRESS.test(address)) throw new RangeError('not an e-mail address');
  return { name: '', address };
};

/** Plain text to one person each. A password is never said over a line that is not TLS. */
export function openEmail(
  { smtp: { host, port, secure, user, password }, from }: Email,
  timeoutMs = 10_000,
): SendNotice {
  const transport = createTransport({
    host,
    port,
    secure,
    ...(user !== undefined && { auth: { user, pass: password ?? '' }, requireTLS: !secure }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return async ({ recipient, subject, text }) => {
    await transport.sendMail({
      from: checked(from),
      to: checked(recipient),
      subject: subject.replaceAll(/\p{Cc}+/gu, ' '),
      text,
    });
  };
}
