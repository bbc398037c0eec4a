/* One function of pdfium called many times: what extract/calls.py does where nobody compiled this.

   A function takes an address, or an address and a number; it gives a number, an address or a real, and may write its
   answers where it is told to. `of` moves on by `step` addresses from call to call: 0 asks the same thing each time.
   Nothing here knows Python or pdfium. */

#include <stdint.h>

typedef void *address;

#define AT(of) ((address)(intptr_t) * (of))

#define ASKED(name, result, kept, as)                                                                              \
    void name(address function, const int64_t *of, int64_t step, const int64_t *at, int64_t count, kept *answers)  \
    {                                                                                                              \
        for (int64_t i = 0; i < count; i++, of += step)                                                            \
            answers[i] = (kept)as(at ? ((result(*)(address, int))function)(AT(of), (int)at[i])                     \
                                     : ((result(*)(address))function)(AT(of)));                                    \
    }

ASKED(tenken_numbers, int, int64_t, )
ASKED(tenken_addresses, address, int64_t, (intptr_t))
ASKED(tenken_reals, double, double, )

/* The places of one call lie `gap` bytes apart, those of two calls `row` bytes; there are 1, 2 or 4. */
void tenken_written(address function, const int64_t *of, int64_t step, const int64_t *at, int64_t count, int64_t places,
                    char *out, int64_t gap, int64_t row, int64_t *returned)
{
    for (int64_t i = 0; i < count; i++, of += step, out += row) {
        address o = AT(of), p[4] = {out, out, out, out};
        int n = at ? (int)at[i] : 0;
        for (int k = 1; k < places; k++)
            p[k] = out + k * gap;
        if (places == 1)
            returned[i] = at ? ((int (*)(address, int, address))function)(o, n, p[0])
                             : ((int (*)(address, address))function)(o, p[0]);
        else if (places == 2)
            returned[i] = at ? ((int (*)(address, int, address, address))function)(o, n, p[0], p[1])
                             : ((int (*)(address, address, address))function)(o, p[0], p[1]);
        else
            returned[i] =
                at ? ((int (*)(address, int, address, address, address, address))function)(o, n, p[0], p[1], p[2], p[3])
                   : ((int (*)(address, address, address, address, address))function)(o, p[0], p[1], p[2], p[3]);
    }
}
