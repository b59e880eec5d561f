#include "serial.h"

#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>
#include <util/atomic.h>

#define RING 128 /* a power of two: the counters run on and wrap */
#define AT(count) ((count) & (RING - 1))
#define UBRR_57600 34 /* at double speed, 0.8 % slow */

static uint8_t in[RING], out[RING];
static volatile uint8_t in_put, in_got, out_put, out_got;
static volatile bool broken;
static volatile uint16_t lost;

void serial_begin(void) {
  UBRR0 = UBRR_57600;
  UCSR0A = _BV(U2X0);
  UCSR0C = _BV(UCSZ01) | _BV(UCSZ00);
  UCSR0B = _BV(RXCIE0) | _BV(RXEN0) | _BV(TXEN0);
}

ISR(USART_RX_vect) {
  uint8_t bad = UCSR0A & (_BV(FE0) | _BV(DOR0));
  uint8_t byte = UDR0;
  if (broken || bad || (uint8_t)(in_put - in_got) == RING) {
    broken = true;
    if (lost < UINT16_MAX) lost++;
    return;
  }
  in[AT(in_put)] = byte;
  in_put++;
}

bool serial_read(uint8_t *byte) {
  if (in_put == in_got) return false;
  *byte = in[AT(in_got)];
  in_got++;
  return true;
}

bool serial_empty(void) { return in_put == in_got && !broken; }

bool serial_broken(void) {
  bool was = false;
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    if (broken && in_put == in_got) {
      was = true;
      broken = false;
    }
  }
  return was;
}

uint16_t serial_lost(void) {
  uint16_t now;
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { now = lost; }
  return now;
}

uint8_t serial_room(void) { return RING - (uint8_t)(out_put - out_got); }

void serial_write(uint8_t byte) {
  while (serial_room() == 0) sleep_mode(); /* until the line has taken a byte, or the next tick */
  out[AT(out_put)] = byte;
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    out_put++;
    UCSR0B |= _BV(UDRIE0);
  }
}

ISR(USART_UDRE_vect) {
  if (out_put == out_got) {
    UCSR0B &= (uint8_t)~_BV(UDRIE0);
    return;
  }
  UDR0 = out[AT(out_got)];
  out_got++;
}
