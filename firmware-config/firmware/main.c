/* YikeBin: the firmware of a recycling bin's board. README.md says what it promises and how to speak to it. */
#include <avr/interrupt.h>
#include <avr/sleep.h>

#include "alive.h"
#include "clock.h"
#include "firmata.h"
#include "host.h"
#include "inputs.h"
#include "lock.h"
#include "outputs.h"
#include "serial.h"

/* At most one message a turn, so that a host that talks without pause is not all that the board does. */
static void listen(void) {
  const struct message *message;
  uint8_t byte;
  while (serial_read(&byte)) {
    if (!firmata_take(byte, &message)) continue;
    host_says(message);
    return;
  }
  if (serial_broken()) firmata_broken();
}

static void rest(void) {
  cli();
  if (serial_empty()) {
    sleep_enable();
    sei(); /* the instruction behind it is still done before any interrupt */
    sleep_cpu();
    sleep_disable();
  }
  sei();
}

int main(void) {
  outputs_begin();
  lock_begin();
  inputs_begin();
  serial_begin();
  clock_begin();
  set_sleep_mode(SLEEP_MODE_IDLE);
  alive_begin();
  sei();
  host_banner();
  for (;;) {
    listen();
    host_reports();
    alive_feed();
    rest();
  }
}
