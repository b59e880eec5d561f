/** `ready`: set up, all inputs known. `restarted`: the board lost its power on the way, every output is off again. */
export type BoardNews = 'ready' | 'restarted' | 'lost';
