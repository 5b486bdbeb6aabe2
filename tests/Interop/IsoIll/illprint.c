/* Decodes an ILL APDU with libyaz: the other implementation that ours is measured against and understood by.
 *
 *   illprint print  FILE           print it; exit 6 with the element path when libyaz refuses it
 *   illprint reencode FILE OUT     write what libyaz makes of it
 *   illprint bench  FILE SECONDS   decodings, encodings and both per second of CPU time
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <yaz/ill.h>

static char octets[1 << 20];
static int length;

static int load(const char *name)
{
    FILE *file = fopen(name, "rb");
    if (!file)
        return 0;
    length = (int) fread(octets, 1, sizeof octets, file);
    fclose(file);
    return length > 0;
}

static ILL_APDU *decode(ODR decoder)
{
    ILL_APDU *apdu = 0;
    odr_setbuf(decoder, octets, length, 0);
    return ill_APDU(decoder, &apdu, 0, 0) ? apdu : 0;
}

static double rate(ODR decoder, ODR encoder, int decoding, int encoding, double seconds)
{
    long count = 0;
    clock_t start, limit = (clock_t) (seconds * CLOCKS_PER_SEC);
    ODR keeper = odr_createmem(ODR_DECODE);
    ILL_APDU *apdu = decode(keeper);
    for (start = clock(); clock() - start < limit; count += 100)
    {
        int i;
        for (i = 0; i < 100; i++)
        {
            if (decoding)
            {
                odr_reset(decoder);
                apdu = decode(decoder);
            }
            if (encoding)
            {
                int size;
                odr_reset(encoder);
                if (!ill_APDU(encoder, &apdu, 0, 0) || !odr_getbuf(encoder, &size, 0))
                    exit(7);
            }
        }
    }
    seconds = (double) (clock() - start) / CLOCKS_PER_SEC;
    odr_destroy(keeper);
    return count / seconds;
}

int main(int argc, char **argv)
{
    ODR decoder = odr_createmem(ODR_DECODE), encoder = odr_createmem(ODR_ENCODE);
    ILL_APDU *apdu;

    if (argc < 3 || !load(argv[2]))
    {
        fprintf(stderr, "usage: illprint print|reencode|bench FILE [OUT|SECONDS]\n");
        return 2;
    }
    if (!(apdu = decode(decoder)))
    {
        fprintf(stderr, "%s at %s\n", odr_errmsg(odr_geterror(decoder)), odr_getelement(decoder));
        return 6;
    }
    if (!strcmp(argv[1], "print"))
    {
        ODR printer = odr_createmem(ODR_PRINT);
        odr_setprint(printer, stdout);
        return ill_APDU(printer, &apdu, 0, 0) ? 0 : 7;
    }
    if (!strcmp(argv[1], "reencode") && argc > 3)
    {
        FILE *file = fopen(argv[3], "wb");
        int size;
        char *made = ill_APDU(encoder, &apdu, 0, 0) ? odr_getbuf(encoder, &size, 0) : 0;
        return made && file && fwrite(made, 1, size, file) == (size_t) size && !fclose(file) ? 0 : 7;
    }
    if (!strcmp(argv[1], "bench") && argc > 3)
    {
        double seconds = atof(argv[3]) / 3;
        printf("%.0f ", rate(decoder, encoder, 1, 0, seconds));
        printf("%.0f ", rate(decoder, encoder, 0, 1, seconds));
        printf("%.0f\n", rate(decoder, encoder, 1, 1, seconds));
        return 0;
    }
    return 2;
}
