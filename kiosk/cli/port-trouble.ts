/** Why a TCP port of ours could not be opened, and what to do. */
export const portTrouble = (port: number, { code }: NodeJS.ErrnoException): string =>
  code === 'EADDRINUSE'
    ? `port ${port} is in use by another program: stop that one, or choose another port`
    : `port ${port} cannot be opened (${code}): ${code === 'EACCES' ? 'choose one from 1024 up' : 'see the message of the system'}`;
