/* What a host may say to the board, and what it is told. */
#ifndef HOST_H
#define HOST_H

#include "firmata.h"

/* Said unasked after a reset, as Firmata does. */
void host_banner(void);

void host_says(const struct message *message);

/* News, switches that changed, and the streams that are due, these only where the line has room. */
void host_reports(void);

#endif
